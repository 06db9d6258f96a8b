package dev.forebay.server.console;

import java.util.List;

/** Ways to have a page run what it shows; each would set window.ran or open a dialog. */
final class Payloads {
    static final List<String> ALL =
            List.of(
                    "<script>window.ran=1</script>",
                    "\"><script>window.ran=1</script>",
                    "'><script>window.ran=1</script>",
                    "</script><script>window.ran=1</script>",
                    "</textarea><script>window.ran=1</script>",
                    "</title><script>window.ran=1</script>",
                    "</style><script>window.ran=1</script>",
                    "--><script>window.ran=1</script>",
                    "]]><script>window.ran=1</script>",
                    "<scr<script>ipt>window.ran=1</scr</script>ipt>",
                    "<SCRIPT SRC=data:text/javascript,window.ran=1></SCRIPT>",
                    "<script/src='data:text/javascript,window.ran=1'></script>",
                    "<img src=x onerror=window.ran=1>",
                    "<img src=x onerror=alert(1)//",
                    "<img/src/onerror=window.ran=1>",
                    "\" onmouseover=\"window.ran=1",
                    "' autofocus onfocus='window.ran=1",
                    "x\" autofocus onfocus=alert(1) y=\"",
                    "<svg onload=window.ran=1>",
                    "<svg/onload=window.ran=1>",
                    "<svg><script>window.ran=1</script></svg>",
                    "<svg><animate onbegin=window.ran=1 attributeName=x dur=1s>",
                    "<math><mtext></mtext><img src=x onerror=window.ran=1></math>",
                    "<body onload=window.ran=1>",
                    "<input autofocus onfocus=window.ran=1>",
                    "<details open ontoggle=window.ran=1>",
                    "<video><source onerror=window.ran=1></video>",
                    "<audio src=x onerror=window.ran=1>",
                    "<iframe srcdoc='<script>parent.ran=1</script>'></iframe>",
                    "<iframe src=javascript:parent.ran=1></iframe>",
                    "<object data=javascript:window.ran=1>",
                    "<embed src=javascript:window.ran=1>",
                    "<a href=javascript:window.ran=1>click</a>",
                    "<form action=javascript:window.ran=1><button>x</button></form>",
                    "<base href=javascript:window.ran=1//>",
                    "<meta http-equiv=refresh content='0;url=javascript:window.ran=1'>",
                    "<link rel=stylesheet href=javascript:window.ran=1>",
                    "javascript:window.ran=1",
                    "${window.ran=1}{{window.ran=1}}`${window.ran=1}`",
                    "<template><img src=x onerror=window.ran=1></template><!--?lit$1$-->");

    private Payloads() {}
}
