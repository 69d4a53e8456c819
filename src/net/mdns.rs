//! A name on the local network that outlives a new address: multicast DNS (RFC 6762), which phones ask by themselves.

use std::net::{IpAddr, Ipv4Addr, UdpSocket};

use mdns_sd::{IfKind, ServiceDaemon, ServiceInfo};

/// The name that this machine answers to, without a dot at its end.
pub const NAME: &str = "anomalia.local";

/// Answers for the name as long as it lives.
pub struct Answering {
    daemon: ServiceDaemon,
    service: String,
}

/// Begins to answer that [`NAME`] is at `address`, and that it serves HTTPS on `port`; follows when the machine gets
/// another address.
///
/// # Errors
/// When the network takes no multicast.
pub fn answer(address: IpAddr, port: u16) -> anyhow::Result<Answering> {
    takes_multicast(address)?;
    let daemon = ServiceDaemon::new()?;
    // It listens on IPv4 alone; and nobody else is to hear of an address that is this machine's own business.
    daemon.disable_interface(vec![IfKind::IPv6, IfKind::LoopbackV4])?;
    let host = format!("{NAME}.");
    let service = ServiceInfo::new("_https._tcp.local.", "Anomalia", &host, address, port, &[("path", "/")][..])?;
    let service = service.enable_addr_auto();
    let name = service.get_fullname().to_owned();
    daemon.register(service)?;
    Ok(Answering { daemon, service: name })
}

/// Whether this machine may join the group that phones ask; the daemon itself would only log that it can't.
fn takes_multicast(address: IpAddr) -> anyhow::Result<()> {
    let IpAddr::V4(address) = address else { anyhow::bail!("names are answered on IPv4 only") };
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0))?;
    socket.join_multicast_v4(&Ipv4Addr::new(224, 0, 0, 251), &address)?;
    Ok(())
}

impl Drop for Answering {
    fn drop(&mut self) {
        let _ = self.daemon.unregister(&self.service);
        let _ = self.daemon.shutdown();
    }
}
