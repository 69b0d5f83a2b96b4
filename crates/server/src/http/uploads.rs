//! Request bodies while they come. Whoever sends slowly has the shop keep what has come so far: for all of them together there is
//! only so much memory, and for those of one network only a part of it.

use super::limits::{UPLOAD_BYTES_FREE, UPLOADS_BYTES_MAX, UPLOADS_BYTES_PER_ADDRESS_MAX};
use crate::catalogue::budget::Budget;
use crate::held::Held;
use axum::body::Body;
use futures_util::StreamExt;

/// The memory that bodies on their way may have.
pub(super) struct Uploads {
    all: Budget,
    networks: Held<String, Budget>,
}

impl Default for Uploads {
    fn default() -> Self {
        Self { all: Budget::of(UPLOADS_BYTES_MAX), networks: Held::default() }
    }
}

/// Why a body was not read to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotRead {
    /// It is larger than it may be.
    TooLarge,
    /// It was broken off, or is not framed as HTTP says.
    Broken,
    /// Others have all the memory that bodies may have.
    Busy,
}

impl Uploads {
    /// Reads a body of at most `most` bytes that comes from this network. What is as small as nearly every order is never refused
    /// for what others send.
    ///
    /// # Errors
    /// [`NotRead`].
    pub(super) async fn read(&self, body: Body, most: usize, network: String) -> Result<Vec<u8>, NotRead> {
        let of_network = self.networks.hold(network, || Budget::of(UPLOADS_BYTES_PER_ADDRESS_MAX));
        let (mut bytes, mut room, mut shares) = (Vec::new(), UPLOAD_BYTES_FREE, Vec::new());
        let mut pieces = body.into_data_stream();
        while let Some(piece) = pieces.next().await {
            let piece = piece.map_err(|_| NotRead::Broken)?;
            let length = bytes.len() + piece.len();
            if length > most {
                return Err(NotRead::TooLarge);
            }
            while room < length {
                let share = of_network.share(UPLOAD_BYTES_FREE).zip(self.all.share(UPLOAD_BYTES_FREE));
                shares.push(share.ok_or(NotRead::Busy)?);
                room += UPLOAD_BYTES_FREE;
            }
            bytes.extend_from_slice(&piece);
        }
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Bytes;
    use futures_util::FutureExt;
    use futures_util::future::BoxFuture;
    use futures_util::stream;
    use std::io;
    use std::task::{Context, Poll, Waker};

    const MOST: usize = 64 << 10;

    /// A body of which so much comes, and never its end.
    fn endless(bytes: usize) -> Body {
        let come = stream::iter([Ok::<_, io::Error>(Bytes::from(vec![b' '; bytes]))]);
        Body::from_stream(come.chain(stream::pending()))
    }

    /// Begins to read so many bodies of 64 kB from a network, which never end; how many were refused.
    fn hold<'a>(
        uploads: &'a Uploads,
        held: &mut Vec<BoxFuture<'a, Result<Vec<u8>, NotRead>>>,
        network: &str,
        count: usize,
    ) -> usize {
        let mut refused = 0;
        for _ in 0..count {
            let mut reading = uploads.read(endless(MOST), MOST, network.to_owned()).boxed();
            match reading.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
                Poll::Pending => held.push(reading),
                Poll::Ready(ended) => {
                    assert_eq!(ended, Err(NotRead::Busy));
                    refused += 1;
                }
            }
        }
        refused
    }

    #[tokio::test]
    async fn slow_bodies_of_one_network_have_a_part_of_the_memory() {
        let (uploads, mut held) = (Uploads::default(), Vec::new());
        let fit = UPLOADS_BYTES_PER_ADDRESS_MAX / (MOST - UPLOAD_BYTES_FREE);
        assert_eq!(hold(&uploads, &mut held, "a", fit + 20), 20);
        let read = async |bytes: usize, network: &str| {
            uploads.read(Body::from(vec![b' '; bytes]), MOST, network.to_owned()).await.map(|read| read.len())
        };
        assert_eq!(read(MOST, "a").await, Err(NotRead::Busy));
        assert_eq!(read(UPLOAD_BYTES_FREE, "a").await, Ok(UPLOAD_BYTES_FREE), "an order is never refused");
        assert_eq!(read(MOST, "b").await, Ok(MOST));
        let networks = UPLOADS_BYTES_MAX / UPLOADS_BYTES_PER_ADDRESS_MAX;
        for network in 1..networks {
            assert_eq!(hold(&uploads, &mut held, &network.to_string(), fit), 0);
        }
        // The rest of what does not come out even.
        hold(&uploads, &mut held, "b", networks);
        assert_eq!(hold(&uploads, &mut held, "c", 1), 1, "others have all there is");
        drop(held);
        assert_eq!((read(MOST, "a").await, uploads.networks.count()), (Ok(MOST), 0));
    }

    #[tokio::test]
    async fn a_body_is_read_whole_or_not_at_all() {
        let uploads = Uploads::default();
        let read = async |body| uploads.read(body, 5, "a".to_owned()).await;
        assert_eq!(read(Body::from("12345")).await, Ok(b"12345".to_vec()));
        assert_eq!(read(Body::from("123456")).await, Err(NotRead::TooLarge));
        let broken = stream::iter([Ok("12"), Err(io::Error::from(io::ErrorKind::ConnectionReset))]);
        assert_eq!(read(Body::from_stream(broken)).await, Err(NotRead::Broken));
    }
}
