package dev.forebay.dist;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.core.domain.JavaPackage;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may know whom: log, engine, faces, server, each only those before it. */
final class DirectionTest {
    private static Stream<Arguments> modules() {
        return Stream.of(
                arguments("log", List.of()),
                arguments("engine", List.of("log")),
                arguments("http", List.of()),
                arguments("access", List.of("engine", "log")),
                arguments("sqs", List.of("engine", "log.record", "http", "access")),
                arguments("httpapi", List.of("engine", "log.record", "http", "access")),
                arguments("amqp", List.of("engine", "log.record", "http", "access")),
                arguments(
                        "server",
                        List.of("log", "engine", "http", "access", "sqs", "httpapi", "amqp")),
                arguments("cli", List.of()));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void a_module_knows_only_those_below_it(String module, List<String> below) {
        String own = "dev.forebay." + module + "..";
        String[] known =
                below.stream().map(name -> "dev.forebay." + name + "..").toArray(String[]::new);
        classes()
                .that()
                .resideInAPackage(own)
                .should()
                .onlyDependOnClassesThat(
                        resideOutsideOfPackages("dev.forebay..")
                                .or(resideInAnyPackage(own))
                                .or(resideInAnyPackage(known)))
                .allowEmptyShould(true)
                .check(ShippedClasses.ALL);
    }

    @Test
    void the_engine_speaks_no_protocols_words() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.forebay.engine..", "dev.forebay.log..")
                .should()
                .haveNameMatching(".*(Sqs|Amqp|Kafka|Http|Receipt|Visibility).*")
                .allowEmptyShould(true)
                .check(ShippedClasses.ALL);
    }

    @Test
    void the_core_knows_neither_network_nor_json() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.forebay.log..", "dev.forebay.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty..", "java.net.http..", "tools.jackson..")
                .allowEmptyShould(true)
                .check(ShippedClasses.ALL);
    }

    @Test
    void a_class_is_named_for_what_it_is() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .check(ShippedClasses.ALL);
    }

    @Test
    void every_package_says_what_lives_there_and_minds_null() {
        JavaPackage root = ShippedClasses.ALL.getPackage("dev.forebay");
        assertThat(root.getSubpackagesInTree())
                .filteredOn(inside -> !inside.getClasses().isEmpty())
                .isNotEmpty()
                .allSatisfy(inside ->
                        assertThat(inside.isAnnotatedWith(NullMarked.class))
                                .as("%s has a @NullMarked package-info", inside.getName())
                                .isTrue());
    }
}
