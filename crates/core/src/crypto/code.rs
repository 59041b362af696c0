//! The text of a QR code in a picture that somebody pasted.
//!
//! Pictures come from anywhere. They are decoded here and not by the web view, whose decoders are of a language in which a
//! broken picture can do anything; these can only fail. What is too large is not begun with.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use image::{GenericImage, GenericImageView, GrayImage, ImageFormat, ImageReader, Limits, Luma};

/// A larger file is no picture of a code.
const LARGEST_FILE: usize = 12 * 1024 * 1024;
const LARGEST_SIDE: u32 = 6_000;
/// A code of a hundred modules a side has room in it.
const ENOUGH: u32 = 1_500;
const MOST_MEMORY: u64 = 192 * 1024 * 1024;
/// A code is found in a fraction of a second. A picture that is full of what could be corners of codes would keep a
/// processor busy for hours.
const PATIENCE: Duration = Duration::from_secs(10);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoCode {
    #[error("the file is too large")]
    TooLarge,
    #[error("the file is no PNG or JPEG picture")]
    NotAPicture,
    #[error("there is no readable code in the picture")]
    NotFound,
    /// Of two codes nobody can say which one is meant.
    #[error("there are several codes in the picture")]
    Several,
}

/// The same of a file as base64.
pub fn read_base64(file: &str) -> Result<String, NoCode> {
    if file.len() > LARGEST_FILE.div_ceil(3) * 4 {
        return Err(NoCode::TooLarge);
    }
    read(&STANDARD.decode(file).map_err(|_| NoCode::NotAPicture)?)
}

/// The text of the only code in a picture. It takes some time: not for a thread that others wait for.
pub fn read(file: &[u8]) -> Result<String, NoCode> {
    read_within(file, PATIENCE)
}

fn read_within(file: &[u8], patience: Duration) -> Result<String, NoCode> {
    if file.len() > LARGEST_FILE {
        return Err(NoCode::TooLarge);
    }
    let Ok(format @ (ImageFormat::Png | ImageFormat::Jpeg)) = image::guess_format(file) else {
        return Err(NoCode::NotAPicture);
    };
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(LARGEST_SIDE);
    limits.max_image_height = Some(LARGEST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let picture = reader.decode().map_err(|error| match error {
        image::ImageError::Limits(_) => NoCode::TooLarge,
        _ => NoCode::NotAPicture,
    })?;
    // What it takes to look for codes grows far faster than the picture, and no code needs more than this.
    let picture =
        if picture.width().max(picture.height()) > ENOUGH { picture.thumbnail(ENOUGH, ENOUGH) } else { picture };
    let sheet = Sheet { grey: picture.into_luma8(), until: Instant::now() + patience, strokes: 0 };
    // Whoever looks for codes cannot be told to stop: the sheet is pulled away from under it. What it cannot cope with,
    // it ends in the same way.
    let found = catch_unwind(AssertUnwindSafe(|| texts(sheet))).map_err(|_| NoCode::NotFound)?;
    let mut found = found.into_iter();
    match (found.next(), found.next()) {
        (Some(text), None) => Ok(text),
        (None, _) => Err(NoCode::NotFound),
        (Some(_), Some(_)) => Err(NoCode::Several),
    }
}

/// The different texts of the codes that can be read.
fn texts(sheet: Sheet) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for grid in rqrr::PreparedImage::prepare(sheet).detect_grids() {
        if let Ok((_, text)) = grid.decode()
            && !found.contains(&text)
        {
            found.push(text);
        }
    }
    found
}

/// A picture that is there until a moment: whoever draws on it or copies it later does not go on.
struct Sheet {
    grey: GrayImage,
    until: Instant,
    strokes: u16,
}

impl Sheet {
    fn is_still_there(&self) {
        if Instant::now() >= self.until {
            // Not a panic: nothing is wrong, and nobody is told of a crash.
            resume_unwind(Box::new("the time for this picture is over"));
        }
    }
}

/// A copy is made of every three corners that may belong together.
impl Clone for Sheet {
    fn clone(&self) -> Self {
        self.is_still_there();
        Self { grey: self.grey.clone(), ..*self }
    }
}

impl GenericImageView for Sheet {
    type Pixel = Luma<u8>;

    fn dimensions(&self) -> (u32, u32) {
        self.grey.dimensions()
    }

    fn get_pixel(&self, x: u32, y: u32) -> Luma<u8> {
        *self.grey.get_pixel(x, y)
    }
}

impl GenericImage for Sheet {
    fn get_pixel_mut(&mut self, x: u32, y: u32) -> &mut Luma<u8> {
        self.grey.get_pixel_mut(x, y)
    }

    /// Every area that may be part of a corner is painted.
    fn put_pixel(&mut self, x: u32, y: u32, pixel: Luma<u8>) {
        self.strokes = self.strokes.wrapping_add(1);
        if self.strokes == 0 {
            self.is_still_there();
        }
        self.grey.put_pixel(x, y, pixel);
    }

    fn blend_pixel(&mut self, x: u32, y: u32, pixel: Luma<u8>) {
        self.put_pixel(x, y, pixel);
    }
}

#[cfg(test)]
mod tests {
    use image::ImageEncoder;

    use super::*;

    /// `monei`, as a code of version 1 with error correction L.
    const CODE: [&str; 21] = include!("code_for_tests.in");

    fn drawn(codes: u32, scale: u32) -> GrayImage {
        let side = (21 + 8) * scale;
        GrayImage::from_fn(side * codes.max(1), side, |x, y| {
            let (column, row) = ((x % side) / scale, y / scale);
            let dark = codes > 0 && (4..25).contains(&column) && (4..25).contains(&row) && {
                let row = CODE.get(row as usize - 4).copied().unwrap_or_default();
                row.as_bytes().get(column as usize - 4) == Some(&b'#')
            };
            Luma([if dark { 0 } else { 255 }])
        })
    }

    fn png(picture: &GrayImage) -> Vec<u8> {
        let mut file = Vec::new();
        let (width, height) = picture.dimensions();
        let encoder = image::codecs::png::PngEncoder::new(&mut file);
        encoder.write_image(picture, width, height, image::ExtendedColorType::L8).unwrap();
        file
    }

    #[test]
    fn a_picture_of_a_code_is_read_and_others_tell_why_not() {
        assert_eq!(read(&png(&drawn(1, 8))).as_deref(), Ok("monei"));
        assert_eq!(read(&png(&drawn(0, 8))), Err(NoCode::NotFound));
        assert_eq!(read(b"<svg/>"), Err(NoCode::NotAPicture));
        assert_eq!(read(&vec![0; LARGEST_FILE + 1]), Err(NoCode::TooLarge));
        assert_eq!(read_base64("not base64"), Err(NoCode::NotAPicture));
        assert_eq!(read_base64(&"A".repeat(LARGEST_FILE * 2)), Err(NoCode::TooLarge));
        let mut cut = png(&drawn(1, 8));
        cut.truncate(200);
        assert_eq!(read(&cut), Err(NoCode::NotAPicture));
        let mut jpeg = Vec::new();
        let drawn = drawn(1, 8);
        let encoder = image::codecs::jpeg::JpegEncoder::new(&mut jpeg);
        encoder.write_image(&drawn, drawn.width(), drawn.height(), image::ExtendedColorType::L8).unwrap();
        assert_eq!(read(&jpeg).as_deref(), Ok("monei"));
    }

    /// Each three of thirty thousand corners could be a code's: this test would not end within a day.
    #[test]
    fn a_picture_full_of_corners_is_not_looked_through_to_its_end() {
        let corner = |x: u32, y: u32| {
            let from_centre = (x % 8).abs_diff(3).max((y % 8).abs_diff(3));
            Luma([if matches!(from_centre, 0 | 1 | 3) { 0 } else { 255 }])
        };
        let full = png(&GrayImage::from_fn(ENOUGH, ENOUGH, corner));
        assert_eq!(read_within(&full, Duration::from_secs(1)), Err(NoCode::NotFound));
        assert_eq!(read_within(&png(&drawn(1, 8)), Duration::ZERO), Err(NoCode::NotFound));
    }

    /// A small file can ask for more memory than there is.
    #[test]
    fn a_picture_that_says_it_is_huge_is_not_begun_with() {
        let mut file = png(&drawn(1, 8));
        // The width and height of a PNG's header, and its checksum.
        let header: [u8; 8] = [0, 1, 0, 0, 0, 1, 0, 0];
        file[16..24].copy_from_slice(&header);
        let checked = [&b"IHDR"[..], &file[16..29]].concat();
        let sum = checked.iter().fold(u32::MAX, |sum, byte| {
            (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 })
        });
        file[29..33].copy_from_slice(&(!sum).to_be_bytes());
        assert_eq!(read(&file), Err(NoCode::TooLarge));
    }
}
