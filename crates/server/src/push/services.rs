//! The push services that are asked. A browser says where its messages go; nobody else's server is asked because of it.

use http::Uri;

/// The services of the browsers there are. Operators may name more.
pub const KNOWN: [&str; 4] =
    ["fcm.googleapis.com", "updates.push.services.mozilla.com", "*.push.apple.com", "*.notify.windows.com"];
/// The longest address of a subscription, bytes.
pub const ENDPOINT_BYTES_MAX: usize = 1_024;
/// The most services that an operator can add.
pub const ADDED_MAX: usize = 20;
const HOST_BYTES_MAX: usize = 253;

/// A service that is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Service {
    /// This host, by HTTPS.
    Host(String),
    /// Every host below this one, by HTTPS; it begins with a dot.
    Below(String),
    /// A stand-in on this machine, by HTTP: `127.0.0.1:8099`.
    Loopback(String),
}

/// All of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Services(Vec<Service>);

impl Services {
    /// Those that are known, and these: `push.example`, `*.push.example`, or for tests `http://127.0.0.1:8099`.
    ///
    /// # Errors
    /// When one is none of these.
    pub fn with(added: &[String]) -> Result<Self, NotAService> {
        if added.len() > ADDED_MAX {
            return Err(NotAService);
        }
        let all = KNOWN.into_iter().chain(added.iter().map(String::as_str));
        all.map(|text| Service::parse(text).ok_or(NotAService)).collect::<Result<_, _>>().map(Self)
    }

    /// The address of a subscription, if it is at one of the services: always spelled alike, so that it can be told again.
    pub fn endpoint(&self, text: &str) -> Option<Uri> {
        let is_plain =
            text.len() <= ENDPOINT_BYTES_MAX && text.bytes().all(|b| b.is_ascii_graphic() && b != b'#');
        let uri: Uri = text.parse().ok().filter(|_| is_plain)?;
        let authority = uri.authority()?.as_str().to_ascii_lowercase();
        let authority = match uri.scheme_str() {
            Some("https") => authority.strip_suffix(":443").unwrap_or(&authority).to_owned(),
            _ => authority,
        };
        if !self.0.iter().any(|service| service.has(uri.scheme_str(), &authority)) {
            return None;
        }
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        Uri::builder().scheme(uri.scheme()?.clone()).authority(authority).path_and_query(path).build().ok()
    }
}

impl Service {
    fn parse(text: &str) -> Option<Self> {
        if let Some(address) = text.strip_prefix("http://") {
            let (host, port) = address.split_once(':')?;
            let is_here = host == "127.0.0.1" && port.parse::<u16>().is_ok_and(|port| port > 0);
            return is_here.then(|| Self::Loopback(address.to_owned()));
        }
        let host = text.strip_prefix("*.").unwrap_or(text);
        let is_label = |label: &str| {
            !label.is_empty()
                && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        };
        // A number at the end would be an address.
        let last = host.rsplit('.').next().unwrap_or_default();
        let is_name = host.len() <= HOST_BYTES_MAX
            && host.contains('.')
            && host.split('.').all(is_label)
            && !last.bytes().all(|b| b.is_ascii_digit());
        let service = if text.starts_with("*.") {
            Self::Below(format!(".{host}"))
        } else {
            Self::Host(host.to_owned())
        };
        is_name.then_some(service)
    }

    /// Whether this host, and a port where it has to be said, is of the service: nothing else is in an authority that is equal.
    fn has(&self, scheme: Option<&str>, authority: &str) -> bool {
        let is_https = scheme == Some("https");
        match self {
            Self::Host(known) => is_https && authority == known,
            Self::Below(known) => {
                let is_below = authority.strip_suffix(known.as_str()).is_some_and(is_labels);
                is_https && is_below
            }
            Self::Loopback(known) => scheme == Some("http") && authority == known,
        }
    }
}

/// Names between dots.
fn is_labels(text: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty()
            && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_')
    };
    text.split('.').all(is_label)
}

/// What is no push service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAService;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_services_are_asked_and_only_by_https() {
        let services = Services::with(&[]).expect("none is wrong");
        for good in [
            "https://fcm.googleapis.com/fcm/send/abc",
            "https://FCM.googleapis.com:443/wp/abc",
            "https://updates.push.services.mozilla.com/wpush/v2/abc?x=1",
            "https://web.push.apple.com/QGd",
            "https://db5p.notify.windows.com/w/?token=abc%3d",
        ] {
            assert!(services.endpoint(good).is_some(), "{good}");
        }
        let spelled = services.endpoint("https://FCM.googleapis.com:443/wp/aBc").map(|uri| uri.to_string());
        assert_eq!(spelled.as_deref(), Some("https://fcm.googleapis.com/wp/aBc"), "one phone is one address");
        let long = format!("https://fcm.googleapis.com/{}", "a".repeat(ENDPOINT_BYTES_MAX));
        for bad in [
            "",
            "nonsense",
            "/fcm/send/abc",
            "fcm.googleapis.com",
            "http://fcm.googleapis.com/fcm/send/abc",
            "https://fcm.googleapis.com:99999/abc",
            "https://fcm.googleapis.com:/abc",
            "https://fcm.googleapis.com:0443/abc",
            "ftp://fcm.googleapis.com/fcm/send/abc",
            "https://fcm.googleapis.com:8443/abc",
            "https://fcm.googleapis.com:80/abc",
            "https://me@fcm.googleapis.com/abc",
            "https://fcm.googleapis.com@evil.example/abc",
            "https://fcm.googleapis.com.evil.example/abc",
            "https://fcm.googleapis.com./abc",
            "https://evilfcm.googleapis.com/abc",
            "https://push.apple.com/abc",
            "https://.push.apple.com/abc",
            "https://evilpush.apple.com/abc",
            "https://127.0.0.1/abc",
            "http://127.0.0.1:8099/abc",
            "https://[::1]/abc",
            "https://localhost/abc",
            "https://169.254.169.254/latest/meta-data",
            "https://evil.example/#fcm.googleapis.com",
            "https://fcm.googleapis.com/abc#x",
            "https://fcm.googleapis.com/a b",
            "https://evil.example\\@fcm.googleapis.com/abc",
            &long,
        ] {
            assert_eq!(services.endpoint(bad), None, "{bad}");
        }
    }

    #[test]
    fn an_operator_can_name_more_and_a_test_a_stand_in_on_this_machine() {
        let added = ["push.example", "*.push.example", "http://127.0.0.1:8099"].map(str::to_owned);
        let services = Services::with(&added).expect("they are right");
        for good in ["https://push.example/a", "https://a.b.push.example/a", "http://127.0.0.1:8099/a"] {
            assert!(services.endpoint(good).is_some(), "{good}");
        }
        let spelled = services.endpoint("https://FCM.googleapis.com:443/wp/aBc").map(|uri| uri.to_string());
        assert_eq!(spelled.as_deref(), Some("https://fcm.googleapis.com/wp/aBc"), "one phone is one address");
        for bad in ["http://127.0.0.1:8098/a", "http://push.example/a", "https://127.0.0.1:8099/a"] {
            assert_eq!(services.endpoint(bad), None, "{bad}");
        }
        for wrong in [
            "",
            "*",
            "*.*",
            "*.",
            "example",
            "https://push.example",
            "push.example/a",
            "Push.example",
            "10.0.0.1",
            "http://10.0.0.1:80",
            "http://127.0.0.1",
            "http://127.0.0.1:0",
            "http://localhost:80",
        ] {
            assert_eq!(Services::with(&[wrong.to_owned()]), Err(NotAService), "{wrong}");
        }
        assert!(Services::with(&vec!["a.b".to_owned(); ADDED_MAX + 1]).is_err());
    }
}
