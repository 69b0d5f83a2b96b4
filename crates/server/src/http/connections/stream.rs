//! The stream of one connection, and the bodies on it: each tells the connection how far it is.

use super::connection::Connection;
use axum::body::{Body, Bytes};
use hyper::body::{Body as HttpBody, Frame, Incoming, SizeHint};
use socket2::SockRef;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// A stream that notes when the client sends something, what it takes, and when it takes nothing.
pub(in crate::http) struct WatchedStream {
    stream: TcpStream,
    connection: Arc<Connection>,
}

impl WatchedStream {
    pub(in crate::http) fn new(stream: TcpStream, connection: Arc<Connection>) -> Self {
        Self { stream, connection }
    }

    fn note(&self, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        match &written {
            Poll::Ready(Ok(bytes)) => self.connection.wrote(*bytes),
            Poll::Ready(Err(_)) => {}
            Poll::Pending => self.connection.held_up(),
        }
        written
    }
}

impl Drop for WatchedStream {
    /// Resets a connection that is cut off: what it did not take would otherwise wait in memory for minutes more.
    fn drop(&mut self) {
        if self.connection.is_cut_off() {
            let _ = SockRef::from(&self.stream).set_linger(Some(Duration::ZERO)); // then it is closed as usual
        }
    }
}

impl AsyncRead for WatchedStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(cx, buffer);
        if buffer.filled().len() > before {
            self.connection.heard();
        }
        read
    }
}

impl AsyncWrite for WatchedStream {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.poll_write_vectored(cx, &[IoSlice::new(bytes)])
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = sending::poll_send(&mut self.stream, cx, slices);
        self.note(written)
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        // Hyper flushes only what it has written whole.
        self.connection.flushed();
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// Sending in small messages. Linux takes megabytes of an answer at once, whatever the client takes, and joins what is
/// written to the last packet that waits, up to 64 kB: a phone at 1 kB/s would seem to take nothing for a minute. Messages
/// that end with `MSG_EOR` are not joined, so that with `TCP_NOTSENT_LOWAT` no more than about two of them wait.
#[cfg(target_os = "linux")]
mod sending {
    use crate::http::limits::UNSENT_BYTES_MAX;
    use socket2::SockRef;
    use std::io::{self, ErrorKind, IoSlice};
    use std::task::{Context, Poll, ready};
    use tokio::io::Interest;
    use tokio::net::TcpStream;

    /// Parts of one message: hyper has a header, and a body in a few pieces.
    const PARTS_MAX: usize = 8;

    pub(super) fn poll_send(
        stream: &mut TcpStream,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let mut parts = [IoSlice::new(&[]); PARTS_MAX];
        let count = first_message(slices, &mut parts);
        loop {
            ready!(stream.poll_write_ready(cx))?;
            let sent = stream.try_io(Interest::WRITABLE, || {
                SockRef::from(&*stream)
                    .send_vectored_with_flags(&parts[..count], libc::MSG_EOR | libc::MSG_NOSIGNAL)
            });
            match sent {
                Err(error) if error.kind() == ErrorKind::WouldBlock => {} // not ready any more: asks to be woken
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                sent => return Poll::Ready(sent),
            }
        }
    }

    /// As many bytes as fit one message; gives the number of parts.
    fn first_message<'a>(slices: &'a [IoSlice<'_>], parts: &mut [IoSlice<'a>; PARTS_MAX]) -> usize {
        let (mut room, mut count) = (UNSENT_BYTES_MAX as usize, 0);
        for slice in slices.iter().filter(|slice| !slice.is_empty()).take(PARTS_MAX) {
            let part = &slice[..slice.len().min(room)];
            parts[count] = IoSlice::new(part);
            count += 1;
            room -= part.len();
            if room == 0 {
                break;
            }
        }
        count
    }
}

#[cfg(not(target_os = "linux"))]
mod sending {
    use std::io::{self, IoSlice};
    use std::pin::Pin;
    use std::task::{Context, Poll};
    use tokio::io::AsyncWrite;
    use tokio::net::TcpStream;

    pub(super) fn poll_send(
        stream: &mut TcpStream,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(stream).poll_write_vectored(cx, slices)
    }
}

/// A request's body: tells when it has been read to its end, or is not wanted any more.
pub(in crate::http) struct RequestBody {
    body: Incoming,
    connection: Arc<Connection>,
}

impl RequestBody {
    /// The body, watched if there is one to come.
    pub(in crate::http) fn watch(body: Incoming, connection: &Arc<Connection>) -> Body {
        let has_body = !body.is_end_stream();
        connection.request_began(has_body);
        if has_body { Body::new(Self { body, connection: Arc::clone(connection) }) } else { Body::empty() }
    }
}

impl HttpBody for RequestBody {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for RequestBody {
    fn drop(&mut self) {
        self.connection.request_ended();
    }
}

/// An answer's body: tells when hyper has all of it.
pub(in crate::http) struct AnswerBody {
    body: Body,
    connection: Arc<Connection>,
}

impl AnswerBody {
    pub(in crate::http) fn watch(body: Body, connection: Arc<Connection>) -> Self {
        Self { body, connection }
    }
}

impl HttpBody for AnswerBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for AnswerBody {
    fn drop(&mut self) {
        self.connection.answer_made();
    }
}
