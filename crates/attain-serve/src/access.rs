//! Who may ask: the token of the address, the host and the origin of a request.

use std::net::{IpAddr, SocketAddr};

use axum::http::{HeaderMap, header};

/// What a request must show to be answered.
#[derive(Debug, Clone)]
pub struct PageAccess {
    token: String,
    address: SocketAddr,
}

/// Reason why a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AccessRefusal {
    #[error("the address lacks the right token; open the address that `attain serve` printed")]
    Token,
    #[error("this host name is not served")]
    Host,
    #[error("requests from other sites are not answered")]
    Origin,
}

impl PageAccess {
    /// Access to a server at an address, with a new random token.
    ///
    /// # Errors
    /// If the system gives no random numbers.
    pub fn new(address: SocketAddr) -> Result<Self, getrandom::Error> {
        let mut bytes = [0_u8; 16];
        getrandom::fill(&mut bytes)?;
        Ok(Self { token: attain_core::output::hex(&bytes), address })
    }

    /// The token, which is the first part of every path.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The address to open in a browser.
    #[must_use]
    pub fn url(&self) -> String {
        let host = if self.address.ip().is_unspecified() {
            SocketAddr::new(IpAddr::from([127, 0, 0, 1]), self.address.port())
        } else {
            self.address
        };
        format!("http://{host}/{}/", self.token)
    }

    /// Checks a request.
    ///
    /// # Errors
    /// The first condition that the request does not meet.
    pub fn check(&self, path: &str, headers: &HeaderMap) -> Result<(), AccessRefusal> {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
        let host = host.filter(|host| self.serves(host)).ok_or(AccessRefusal::Host)?;
        // Browsers send the origin with everything that changes something, and the site with the rest.
        if let Some(origin) = headers.get(header::ORIGIN) {
            let ours = origin.to_str().is_ok_and(|origin| origin == format!("http://{host}"));
            if !ours {
                return Err(AccessRefusal::Origin);
            }
        }
        let site = headers.get("sec-fetch-site").map(|site| site.to_str().unwrap_or_default());
        if site.is_some_and(|site| !["same-origin", "none"].contains(&site)) {
            return Err(AccessRefusal::Origin);
        }
        let token = path.strip_prefix('/').and_then(|path| path.split('/').next()).unwrap_or_default();
        if same(token.as_bytes(), self.token.as_bytes()) { Ok(()) } else { Err(AccessRefusal::Token) }
    }

    /// Whether a `Host` names this server. Other names than `localhost` are refused, so that a
    /// foreign name that resolves to this machine gets no answer.
    fn serves(&self, host: &str) -> bool {
        let at_port = |name: &str| host == format!("{name}:{}", self.address.port());
        if at_port("localhost") || host == self.address.to_string() {
            return true;
        }
        let given: Option<SocketAddr> = host.parse().ok();
        given.is_some_and(|given| {
            let any = self.address.ip().is_unspecified();
            given.port() == self.address.port() && (any || (given.ip().is_loopback() && self.address.ip().is_loopback()))
        })
    }
}

/// Compares secrets in a time that depends on their length only.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(access: &PageAccess, path: &str, headers: &[(&'static str, &str)]) -> Result<(), AccessRefusal> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().unwrap());
        }
        access.check(path, &map)
    }

    #[test]
    fn only_the_page_itself_is_answered() {
        let access = PageAccess::new("127.0.0.1:8000".parse().unwrap()).unwrap();
        let path = format!("/{}/live", access.token());
        assert_eq!(access.token().len(), 32);
        assert_ne!(access.token(), PageAccess::new(access.address).unwrap().token());
        for host in ["127.0.0.1:8000", "localhost:8000", "[::1]:8000"] {
            assert_eq!(check(&access, &path, &[("host", host)]), Ok(()), "{host}");
        }
        for host in ["127.0.0.1", "127.0.0.1:80", "evil.example:8000", "127.0.0.1.evil.example:8000", "10.0.0.1:8000", ""] {
            assert_eq!(check(&access, &path, &[("host", host)]), Err(AccessRefusal::Host), "{host}");
        }
        let host = ("host", "127.0.0.1:8000");
        for origin in ["http://evil.example", "null", "https://127.0.0.1:8000", "http://localhost:8000"] {
            assert_eq!(check(&access, &path, &[host, ("origin", origin)]), Err(AccessRefusal::Origin), "{origin}");
        }
        assert_eq!(check(&access, &path, &[host, ("sec-fetch-site", "cross-site")]), Err(AccessRefusal::Origin));
        assert_eq!(
            check(&access, &path, &[host, ("origin", "http://127.0.0.1:8000"), ("sec-fetch-site", "same-origin")]),
            Ok(())
        );
        for wrong in ["/", "/live", "//live", &format!("/{}x/live", access.token()), &format!("/x/{}/live", access.token())] {
            assert_eq!(check(&access, wrong, &[host]), Err(AccessRefusal::Token), "{wrong}");
        }
        assert_eq!(check(&access, &path, &[]), Err(AccessRefusal::Host));
    }
}
