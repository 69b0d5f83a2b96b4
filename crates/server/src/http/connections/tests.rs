use super::*;

fn limits(all: usize, per_address: usize) -> ConnectionLimits {
    ConnectionLimits { all, per_address, ..ConnectionLimits::default() }
}

fn address(last: u8) -> IpAddr {
    IpAddr::from([192, 0, 2, last])
}

fn is_closed(place: &Place) -> bool {
    let table = place.connections.lock();
    !table.all().any(|connection| connection.number == place.connection.number)
}

/// Sends a request whose answer the client does not take.
fn hold_up(place: &Place) {
    place.connection.request_began(false);
    place.connection.held_up();
}

#[test]
fn the_oldest_idle_connection_makes_room_for_a_new_one() {
    let connections = Connections::new(limits(3, 3), Vec::new());
    let places: Vec<_> = (1..=3).map(|last| connections.admit(address(last)).expect("fits")).collect();
    places[0].connection.request_began(false);
    let fourth = connections.admit(address(4)).expect("the second makes room");
    assert!(!is_closed(&places[0]) && is_closed(&places[1]) && !is_closed(&places[2]) && !is_closed(&fourth));
    assert_eq!(connections.look(), (3, Counts { idle: 1, ..Counts::default() }));
}

#[test]
fn whoever_sends_slowly_stays_and_the_silent_make_room() {
    let connections = Connections::new(limits(4, 4), Vec::new());
    let senders: Vec<_> = (1..=2).map(|last| connections.admit(address(last)).expect("fits")).collect();
    for sender in &senders {
        sender.connection.request_began(true);
    }
    let mut silent = Vec::new();
    for _ in 0..20 {
        for sender in &senders {
            sender.connection.heard();
        }
        silent.extend((0..2).map(|_| connections.admit(address(9)).expect("a silent one makes room")));
    }
    assert!(!senders.iter().any(is_closed));
    assert!(silent[..38].iter().all(is_closed), "those that have been silent for longest");
    silent.extend((0..4).map(|_| connections.admit(address(9)).expect("fits")));
    assert!(senders.iter().all(is_closed), "once they send nothing they are like all others");
}

#[test]
fn an_address_at_its_limit_closes_its_own_and_nobody_elses() {
    let connections = Connections::new(limits(10, 2), Vec::new());
    let other = connections.admit(address(1)).expect("fits");
    let mine: Vec<_> = (0..2).map(|_| connections.admit(address(2)).expect("fits")).collect();
    mine.iter().for_each(hold_up);
    let _third = connections.admit(address(2)).expect("the first makes room");
    assert!(!is_closed(&other) && is_closed(&mine[0]) && !is_closed(&mine[1]));
    assert!(mine[0].connection.is_cut_off());
}

#[test]
fn a_64_network_of_ipv6_counts_as_one_address() {
    let connections = Connections::new(limits(10, 1), Vec::new());
    let first = connections.admit("2001:db8::1".parse().expect("an address")).expect("fits");
    let _second = connections.admit("2001:db8::ffff:2".parse().expect("an address")).expect("fits");
    assert!(is_closed(&first));
    let _another = connections.admit("2001:db8:0:1::1".parse().expect("an address")).expect("fits");
    assert_eq!(connections.look().0, 2);
}

#[test]
fn a_trusted_proxy_has_no_limit_of_its_own() {
    let proxy = address(9);
    let connections = Connections::new(limits(4, 1), vec![proxy.into()]);
    let of_proxy: Vec<_> = (0..3).map(|_| connections.admit(proxy).expect("fits")).collect();
    let other = connections.admit(address(1)).expect("fits");
    let _newer = connections.admit(address(2)).expect("the other makes room");
    assert!(is_closed(&other) && !of_proxy.iter().any(is_closed), "a proxy's connections are closed last");
}

#[test]
fn where_none_is_idle_the_address_with_most_makes_room() {
    let connections = Connections::new(limits(4, 4), Vec::new());
    let slow = connections.admit(address(1)).expect("fits");
    hold_up(&slow);
    let many: Vec<_> = (0..3).map(|_| connections.admit(address(2)).expect("fits")).collect();
    many.iter().for_each(hold_up);
    let new = connections.admit(address(3)).expect("one makes room");
    assert!(is_closed(&many[0]) && !is_closed(&slow) && !is_closed(&new));
}

#[test]
fn who_comes_while_all_are_at_work_is_refused_and_none_is_interrupted() {
    let connections = Connections::new(limits(2, 2), Vec::new());
    let places: Vec<_> = (1..=2).map(|last| connections.admit(address(last)).expect("fits")).collect();
    for place in &places {
        place.connection.request_began(false);
    }
    assert!(connections.admit(address(3)).is_none());
    assert_eq!(connections.look(), (2, Counts { refused: 1, ..Counts::default() }));
    drop(places);
    assert!(connections.admit(address(3)).is_some(), "a connection that has ended gives its place back");
}
