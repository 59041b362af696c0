//! The one rule by which transactions are searched, for the index and for a plain scan alike.
//!
//! **Folding.** A text is decomposed (Unicode NFKD), accents and invisible characters are left out, letters lose their
//! case, and Hausa's hooked letters become the plain ones that people type for them. Commas between digits are left out.
//! Spaces, punctuation and currency signs separate words. A folded text is its words, each after two spaces; the texts of
//! several fields are lines.
//!
//! **Finding.** What is typed is cut at spaces into terms, which are folded likewise. All must be found: a term of one or
//! two characters at the beginning of a word, a longer one anywhere in a line. A term in which folding leaves nothing is
//! as if it had not been typed.
//!
//! The index knows every three neighbouring characters of a folded text. Two spaces before each word make beginnings of
//! words three characters as well.

use std::fmt::Write as _;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// Nobody types more, and each character of a long term costs.
const LONGEST_TERM: usize = 128;
const MOST_TERMS: usize = 16;

/// The searched fields of one transaction, folded, one a line.
pub fn fold_lines<'a>(fields: impl IntoIterator<Item = &'a str>) -> String {
    let mut text = String::new();
    for field in fields {
        let before = text.len();
        fold_onto(&mut text, field);
        if text.len() > before {
            text.push('\n');
        }
    }
    text
}

/// What somebody looks for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Terms(Vec<Term>);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Term {
    /// With the space before the word.
    Beginning(String),
    Anywhere(String),
}

impl Terms {
    pub fn read(typed: &str) -> Self {
        let folded = typed.split_whitespace().filter_map(|term| {
            let mut text = String::new();
            fold_onto(&mut text, term);
            let term = text.trim();
            match term.chars().count() {
                0 => None,
                1..=2 => Some(Term::Beginning(format!(" {term}"))),
                _ => Some(Term::Anywhere(term.chars().take(LONGEST_TERM).collect())),
            }
        });
        Self(folded.take(MOST_TERMS).collect())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The rule itself, on a folded text.
    pub fn are_in(&self, folded: &str) -> bool {
        self.0.iter().all(|term| folded.contains(term.text()))
    }

    /// A question to the index. Texts that it does not name cannot hold the terms; those that it names may.
    pub(super) fn for_index(&self) -> String {
        let mut question = String::new();
        for part in self.0.iter().flat_map(Term::parts) {
            let joint = if question.is_empty() { "" } else { " AND " };
            let _ = write!(question, "{joint}\"{}\"", part.replace('"', "\"\""));
        }
        question
    }

    /// The terms for which the index's answer is not exact.
    pub(super) fn to_compare(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(Term::text).filter(|text| text.chars().count() > PART)
    }
}

/// How many characters the index knows together.
const PART: usize = 3;

impl Term {
    fn text(&self) -> &str {
        match self {
            Self::Beginning(text) | Self::Anywhere(text) => text,
        }
    }

    /// Parts of three characters that cover the term. Neighbours that overlap would narrow the answer a little more, and
    /// each would cost as much again.
    fn parts(&self) -> Vec<String> {
        // One character at the beginning of a word stands after two spaces.
        let characters: Vec<char> = match self {
            Self::Beginning(text) if text.chars().count() < PART => format!(" {text}").chars().collect(),
            Self::Beginning(text) | Self::Anywhere(text) => text.chars().collect(),
        };
        let last = characters.len().saturating_sub(PART);
        let starts = (0..=last).step_by(PART).chain((!last.is_multiple_of(PART)).then_some(last));
        starts.map(|start| characters.iter().skip(start).take(PART).collect()).collect()
    }
}

/// Appends the folded words of a text.
fn fold_onto(folded: &mut String, text: &str) {
    let mut in_word = false;
    let mut characters = text.nfkd().filter(|character| !is_left_out(*character)).peekable();
    let mut before = ' ';
    while let Some(character) = characters.next() {
        let between_digits =
            before.is_ascii_digit() && characters.peek().is_some_and(char::is_ascii_digit) && character == ',';
        before = character;
        if between_digits {
            continue;
        }
        if is_between_words(character) {
            in_word = false;
            continue;
        }
        if !in_word {
            folded.push_str("  ");
            in_word = true;
        }
        let plain = without_hook(character);
        // By way of the capital, so that ß and ς become what their capitals would.
        let small = plain.to_uppercase().flat_map(char::to_lowercase).nfkd();
        folded.extend(small.filter(|character| !is_left_out(*character)));
    }
}

/// Accents, and characters that are not seen: nobody can type what they do not see.
fn is_left_out(character: char) -> bool {
    canonical_combining_class(character) != 0
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// Spaces, control characters, punctuation and currency signs. Emoji and other symbols are parts of words.
fn is_between_words(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || character.is_ascii_punctuation()
        || matches!(character,
            '\u{a1}'..='\u{bf}' | '\u{2000}'..='\u{206f}' | '\u{20a0}'..='\u{20cf}' | '\u{3000}'..='\u{303f}')
            && !character.is_alphanumeric()
}

/// Letters that Unicode does not take apart, as keyboards without them write them.
const fn without_hook(character: char) -> char {
    match character {
        'ɓ' | 'Ɓ' => 'b',
        'ɗ' | 'Ɗ' => 'd',
        'ƙ' | 'Ƙ' => 'k',
        'ƴ' | 'Ƴ' => 'y',
        'ǝ' | 'Ǝ' => 'e',
        other => other,
    }
}
