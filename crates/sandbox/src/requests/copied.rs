//! A body that is copied while somebody else reads it.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};

/// What has been read so far; nothing once it is too long.
#[derive(Clone)]
pub(super) struct Copied(Arc<Mutex<Option<Vec<u8>>>>);

impl Copied {
    /// The same body, and its copy of up to `most` bytes.
    pub(super) fn of(body: Body, most: u64) -> (Body, Self) {
        let copied = Self(Arc::new(Mutex::new(Some(Vec::new()))));
        if body.is_end_stream() {
            return (body, copied);
        }
        (Body::new(Watched { inner: body, copied: copied.clone(), most }), copied)
    }

    /// All that was read.
    pub(super) fn taken(self) -> Option<Bytes> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take().map(Bytes::from)
    }

    fn add(&self, bytes: &[u8], most: u64) {
        let mut copied = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match copied.as_mut() {
            Some(so_far) if (so_far.len() + bytes.len()) as u64 <= most => so_far.extend_from_slice(bytes),
            _ => *copied = None,
        }
    }
}

struct Watched {
    inner: Body,
    copied: Copied,
    most: u64,
}

impl HttpBody for Watched {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let polled = Pin::new(&mut self.inner).poll_frame(context);
        if let Poll::Ready(Some(Ok(frame))) = &polled
            && let Some(bytes) = frame.data_ref()
        {
            self.copied.add(bytes, self.most);
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}
