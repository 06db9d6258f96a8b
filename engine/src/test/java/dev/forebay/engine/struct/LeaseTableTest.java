package dev.forebay.engine.struct;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LeaseTableTest {
    private record Place(int partition, long offset) {}

    @Test
    void leases_are_found_by_place_by_deadline_and_by_partition() {
        Random random = new Random(3);
        LeaseTable table = new LeaseTable();
        int[] heads = {LeaseTable.NONE, LeaseTable.NONE, LeaseTable.NONE};
        Map<Place, Long> plain = new HashMap<>();
        for (int i = 1; i < 30_000; i++) {
            Place place = new Place(random.nextInt(3), random.nextInt(2_000));
            int slot = table.find(place.partition(), place.offset());
            assertThat(slot != LeaseTable.NONE).isEqualTo(plain.containsKey(place));
            if (slot == LeaseTable.NONE) {
                long due = random.nextInt(1_000_000);
                heads[place.partition()] =
                        table.add(
                                place.partition(),
                                heads[place.partition()],
                                place.offset(),
                                i,
                                0,
                                due);
                plain.put(place, due);
            } else if (random.nextBoolean()) {
                heads[place.partition()] = table.remove(slot, heads[place.partition()]);
                plain.remove(place);
            } else {
                long due = random.nextInt(1_000_000);
                table.extend(slot, due);
                plain.put(place, due);
            }
        }
        assertThat(table.size()).isEqualTo(plain.size());
        assertThat(listed(table, heads)).hasSize(plain.size()).doesNotHaveDuplicates();
        drainInOrder(table, heads, plain);
    }

    private static List<Place> listed(LeaseTable table, int[] heads) {
        List<Place> all = new ArrayList<>();
        for (int partition = 0; partition < heads.length; partition++) {
            for (int slot = heads[partition];
                    slot != LeaseTable.NONE;
                    slot = table.nextInPartition(slot)) {
                all.add(new Place(partition, table.offset(slot)));
            }
        }
        return all;
    }

    private static void drainInOrder(LeaseTable table, int[] heads, Map<Place, Long> plain) {
        long last = 0;
        while (table.size() > 0) {
            int slot = table.first();
            int partition = table.partition(slot);
            assertThat(table.deadline(slot)).isGreaterThanOrEqualTo(last);
            last = table.deadline(slot);
            assertThat(plain.remove(new Place(partition, table.offset(slot)))).isEqualTo(last);
            heads[partition] = table.remove(slot, heads[partition]);
        }
    }

    @Test
    void a_parked_lease_has_no_deadline_until_it_is_unparked() {
        LeaseTable table = new LeaseTable();
        int slot = table.add(1, LeaseTable.NONE, 5, 9, 0, 100);
        table.park(slot);
        assertThat(table.firstDeadline()).isEqualTo(DueHeap.NEVER);
        assertThat(table.number(slot)).isEqualTo(9);
        table.unpark(slot, 50);
        assertThat(table.firstDeadline()).isEqualTo(50);
        assertThat(table.remove(slot, slot)).isEqualTo(LeaseTable.NONE);
        assertThat(table.find(1, 5)).isEqualTo(LeaseTable.NONE);
    }
}
