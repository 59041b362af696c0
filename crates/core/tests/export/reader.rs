//! A reader of CSV by RFC 4180, written without the writer's library.

/// The cells of each line.
pub fn csv(text: &str) -> Vec<Vec<String>> {
    let (mut lines, mut line, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut quoted = false;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match (quoted, character) {
            (true, '"') if characters.peek() == Some(&'"') => {
                characters.next();
                cell.push('"');
            }
            (_, '"') => quoted = !quoted,
            (false, ',') => line.push(std::mem::take(&mut cell)),
            (false, '\r') => {
                assert_eq!(characters.next(), Some('\n'), "lines end in CRLF");
                line.push(std::mem::take(&mut cell));
                lines.push(std::mem::take(&mut line));
            }
            (false, '\n') => panic!("a bare line feed outside quotes"),
            (_, character) => cell.push(character),
        }
    }
    assert!(!quoted && cell.is_empty() && line.is_empty(), "the last line is whole");
    lines
}
