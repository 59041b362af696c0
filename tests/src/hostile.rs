//! Texts that somebody sends along with money to do something else than to be read.

/// How many there are.
pub const COUNT: usize = 500;

/// What marks each element that a text would make, if it were more than a text.
pub const EVIL: &str = "data-evil";

/// One hostile text each. `elsewhere` is an address whose visitors are counted. Each holds [`mark`] of its number.
pub fn texts(elsewhere: &str) -> Vec<String> {
    (0..COUNT).map(|number| text(number, elsewhere)).collect()
}

/// By which a text is known again, whatever became of the rest of it.
pub fn mark(number: usize) -> String {
    format!("q{number}z")
}

fn text(number: usize, elsewhere: &str) -> String {
    let at = format!("{elsewhere}/evil/{number}");
    let run = format!("window.ran={number}");
    let mark = mark(number);
    let all = [
        format!("{mark}<script {EVIL}>{run}</script>"),
        format!("{mark}<img {EVIL} src=\"{at}\" onerror=\"{run}\">"),
        format!("{mark}<svg {EVIL} onload={run}>"),
        format!("{mark}\"><iframe {EVIL} src=\"{at}\"></iframe>"),
        format!("{mark}<style {EVIL}>@import url({at});</style>"),
        format!("{mark}<link {EVIL} rel=stylesheet href={at}>"),
        format!("{mark}' autofocus onfocus='{run}' {EVIL}='"),
        format!("javascript:{run}//{mark}"),
        format!("{mark}{{{{constructor.constructor('{run}')()}}}}"),
        format!("{mark}${{{run}}}"),
        format!("{{@html '<b {EVIL}>{mark}</b>'}}"),
        format!("</p></main><h1 {EVIL}>{mark}</h1>"),
        format!("<a {EVIL} href=\"javascript:{run}\">{mark}</a>"),
        format!("{mark}<math {EVIL}><mtext><style><img src={at}>"),
        format!("{mark}<x-evil {EVIL}></x-evil>"),
        format!("{mark}<form {EVIL} action={at}><button>"),
        format!("{mark}<meta {EVIL} http-equiv=refresh content=\"0;url={at}\">"),
        format!("{mark}<object {EVIL} data={at}></object>"),
        format!("{mark}<video {EVIL} src={at} autoplay>"),
        format!("{mark}<!--<img {EVIL} src={at}>-->]]>"),
        format!("{mark} \u{202e}moc.ienom\u{202c}"),
        format!("\u{2066}{mark}\u{2069}\u{2067}abc\u{2069}"),
        format!("\u{200f}{mark}\u{61c}\u{200e}"),
        format!("{mark}a\u{200b}b\u{feff}c\u{200d}"),
        format!("{mark}\u{0}\u{7}\u{1b}[31m\u{85}"),
        format!("{mark}\r\nSet-Cookie: evil=1\u{2028}next\u{2029}"),
        format!("{mark}e{}", "\u{301}".repeat(100)),
        format!("{mark}{}", "W".repeat(1_000)),
        format!("{mark}'; DROP TABLE transactions; --"),
        format!("=HYPERLINK(\"{at}\",\"{mark}\")"),
        format!("{mark}%s%n%x{{}}{{0}}\\u0000"),
        format!("__proto__ {mark} constructor"),
        format!("{mark} \u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467} \u{ffff}\u{fffd}"),
    ];
    let index = number % all.len();
    all.into_iter().nth(index).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_text_is_another_one_and_can_be_told_apart() {
        let texts = texts("http://127.0.0.1:1");
        assert_eq!(texts.iter().collect::<BTreeSet<_>>().len(), COUNT);
        for (number, text) in texts.iter().enumerate() {
            let marks: Vec<usize> = (0..COUNT).filter(|other| text.contains(&mark(*other))).collect();
            assert_eq!(marks, [number], "{text}");
        }
    }
}
