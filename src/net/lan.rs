//! This machine's address on the local network, and how a phone is shown it.

use std::net::{IpAddr, Ipv4Addr, UdpSocket};

use fast_qr::QRBuilder;

/// The address by which others on the network reach this machine. Nothing is sent: connecting a UDP socket only asks the
/// system which of its addresses it would use.
pub fn address() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    socket.local_addr().ok().map(|address| address.ip()).filter(|ip| !ip.is_unspecified())
}

/// An address as a QR made of characters, for a terminal.
pub fn qr(url: &str) -> String {
    QRBuilder::new(url).build().map(|qr| qr.to_str()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_address_becomes_a_square_of_characters() {
        let qr = super::qr("https://192.168.1.20:5000");
        assert!(qr.lines().count() > 10);
    }
}
