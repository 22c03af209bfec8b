"""What Zoom does late, twice, out of order and by halves, through the real binary: every case of facts/zoom.md 1.3 and 5
that webhooks can show, by its number, with registrations, bound telephones and webinars."""
import itertools
import json
import time

import harness

MEETING, UUID, HOST = "95512340001", "pKx4mQvTRSe8+a/1bbbbAA==", "hostBPSDM000001"
TRAINING = """version: 1
id: ppp-2026-01
title: Pelayanan Publik Prima
organiser: BPSDM Contoh
timezone: Asia/Jakarta
period: {from: 2026-03-16, to: 2026-03-16}
jp: 4
enrolment: required
participants: [P-0102, P-0103]
sessions:
  - {id: s1, zoom: {source: zoom-bpsdm, meeting_id: 95512340001}, window: [2026-03-16T08:00, 2026-03-16T12:00], attendance: 80%}
siasn: {jenis_diklat: 17}
settle: 0s
"""
PEOPLE = """person_id,nip,jenis_nip,nama,email,kode_opd,nama_opd,kode_skpd,berlaku_dari,berlaku_sampai
P-0102,198503152010012001,nip,"Dr. Ratna Wijayakusuma, M.Si.",ratna@example.go.id,5.04,BPSDM,5.04,2024-01-01,
P-0103,198503152010011002,nip,Bagas Prakoso,bagas@example.go.id,5.04,BPSDM,5.04,2024-01-01,
P-0104,198503152010012003,nip,Citra Kirana,citra@example.go.id,5.04,BPSDM,5.04,2024-01-01,
"""
numbers = itertools.count(16778240)


def at(utc):
    """A time of the session's day: 01:00 to 05:00 UTC is 08:00 to 12:00 WIB."""
    return f"2026-03-16T{utc if len(utc) > 5 else utc + ':00'}Z"


def stamp(utc):
    hours, minutes, seconds = (at(utc)[11:19]).split(":")
    return 1773619200000 + 1000 * (3600 * int(hours) + 60 * int(minutes) + int(seconds))


def meeting(**more):
    return {"id": MEETING, "uuid": UUID, "host_id": HOST, "topic": "Pelayanan Publik Prima – sesi 1", "type": 8,
            "start_time": at("00:55"), "timezone": "Asia/Jakarta", "duration": 240, **more}


def event(name, when, of, sent=None):
    return {"event": name, "event_ts": stamp(sent or when) + 800, "payload": {"account_id": "acctBPSDM01", "object": of}}


def ended(when="05:00:07", kind="meeting", **more):
    return event(f"{kind}.ended", when, meeting(end_time=at(when), **more))


class Connection:
    """One participant_uuid; a leg is one user_id of it."""

    def __init__(self, uuid, email="", account=None, kind="meeting", of=None, **more):
        self.fixed = {"participant_uuid": uuid, "user_name": "Peserta", "email": email,
                      "id": ("z" + email if email else "") if account is None else account,
                      "public_ip": "203.0.113.77", "private_ip": "10.20.0.77", "phone_number": "628129990001", **more}
        self.kind, self.of, self.leg = kind, of or {}, str(next(numbers))

    def tell(self, what, when, of=None, **more):
        who = {**self.fixed, "user_id": self.leg, **more}
        return event(f"{self.kind}.participant_{what}", when, meeting(participant=who, **self.of, **(of or {})))

    def joined(self, when, **more):
        return self.tell("joined", when, join_time=at(when), **more)

    def left(self, when, reason="left the meeting.", **more):
        return self.tell("left", when, leave_time=at(when), leave_reason=f"Peserta {reason}", **more)

    def moves(self, when):
        """To another room and leg: left and joined in the same second, with the room's own events."""
        out, before = self.left(when), self.leg
        self.leg = str(next(numbers))
        room = {"breakout_room_uuid": "Rm7vQ2cTTbOdd/dAAAAB1w=="}
        glued = {"user_id": self.leg + at(when).replace("T", " ").replace("Z", ":000"), "parent_user_id": before}
        return [out, self.joined(when), self.tell("joined_breakout_room", when, room, join_time=at(when), **glued),
                self.tell("left_breakout_room", when, room, leave_time=at(when), **glued)]


def registration(change, when, registrant="rg01", email="ratna@example.go.id", kind="meeting", **more):
    who = {"id": registrant, "email": email, "first_name": "Ratna", "last_name": "Wijayakusuma", **more}
    return event(f"{kind}.registration_{change}", when, meeting(id=int(MEETING), registrant=who))


class Zoom(harness.GatewayTest):
    def setUp(self):
        self.here = self.site()
        self.here.edit("gateway.yaml", lambda y: y.replace("on_bad_signature: 503", "nip_question: NIP"))
        self.here.edit("people.csv", lambda _: PEOPLE)
        for file in (self.here.path / "trainings").iterdir():
            file.unlink()
        self.catalogue(TRAINING)
        # The evening of that day: what is held expires 90 days after the training (SEMANTICS.md 2.5).
        self.offset = int(stamp("12:00") / 1000 - time.time())
        (self.here.directory / "clock").write_text(f"{self.offset:+d}\n")
        self.running = None
        self.sent = 0

    def now(self):
        """Seconds by the gateway's clock."""
        return int(time.time()) + self.offset

    def catalogue(self, text):
        (self.here.path / "trainings" / "ppp-2026-01.yaml").write_text(text)

    def send(self, *bodies):
        self.running = self.running or self.gateway(self.here, JB_CLOCK_FILE=str(self.here.directory / "clock"))
        sender = harness.Sender(self.running)
        for body in bodies:
            self.assertEqual(sender.post(body, timestamp=self.now()).status, 200)
        self.sent += len(bodies)

    def counts(self):
        """What became of everything sent so far."""
        harness.until("everything is ingested", lambda: self.running.source().get("accepted") == self.sent)
        return self.assert_settled(self.running)["sources"][harness.SOURCE_ID]

    def session(self, person="P-0102"):
        self.counts()
        record = next(r for r in self.running.records() if r["person"]["person_id"] == person)
        return record["sessions"][0]["minutes"], record["reasons"]

    def held(self):
        self.counts()
        return sorted(h["reason"] for h in self.running.held())

    def whole(self, uuid="C-1", email="ratna@example.go.id"):
        c = Connection(uuid, email)
        return [c.joined("01:00"), c.left("05:00")]

    # Section 1.3: success, retry, order, duplicates

    def test_1_3_a_retry_of_the_same_body_under_a_new_stamp_and_signature_is_a_duplicate(self):
        body = json.dumps(self.whole()[0]).encode()
        self.send(*self.whole()[1:])
        sender = harness.Sender(self.running)
        for seconds in (-200, 0):
            self.assertEqual(sender.post(body, timestamp=self.now() + seconds).status, 200)
        self.sent += 2
        counts = self.counts()
        self.assertEqual((counts["recorded"], counts["duplicate"]), (2, 1))

    def test_1_3_one_tracking_id_of_two_events_makes_no_duplicate(self):
        self.send(*self.whole())
        sender = harness.Sender(self.running)
        for name in ("meeting.ended", "recording.completed"):
            body = json.dumps(event(name, "05:01", meeting(end_time=at("05:01")))).encode()
            tracking = {"x-zm-trackingid": "v=2.0;clid=us02;rid=WEB_0123456789abcdef0123456789abcdef"}
            done = sender.request("POST", f"/v1/zoom/{harness.SOURCE_ID}", body, {**sender.headers(body, self.now()), **tracking})
            self.assertEqual(done.status, 200)
        self.sent += 2
        counts = self.counts()
        self.assertEqual((counts["recorded"], counts["unmapped"], counts["duplicate"]), (3, 1, 0))

    def test_1_3_a_duplicate_that_is_not_byte_identical_is_read_once(self):
        first, last = self.whole()
        again = json.loads(json.dumps(first))
        again["payload"]["object"]["participant"]["public_ip"] = "203.0.113.78"  # from another address, nothing else
        self.send(first, again, last)
        self.assertEqual(self.counts()["duplicate"], 1)
        variant = json.loads(json.dumps(first))
        variant["payload"]["object"]["participant"]["registrant_id"] = "rg01"
        self.send(variant)
        counts = self.counts()
        self.assertEqual((counts["recorded"], counts["duplicate"]), (3, 1))
        self.assertEqual(self.session(), (240, []))

    def test_1_3_bodies_in_any_order_end_in_the_same_record(self):
        c = Connection("C-1", "ratna@example.go.id")
        bodies = [c.joined("01:00"), *c.moves("02:00"), c.left("04:30"), ended()]
        self.send(*reversed(bodies))
        self.assertEqual(self.session(), (210, []))

    def test_1_3_a_join_that_comes_an_hour_and_a_half_late_is_counted(self):
        first, last = self.whole()
        self.send(last, ended())
        self.assertEqual(self.session(), (0, ["session:s1"]))
        self.send(first)
        self.assertEqual(self.session(), (240, []))

    def test_1_3_a_burst_of_posts_for_every_move_is_accepted(self):
        people = [Connection(f"C-{i}", "ratna@example.go.id") for i in range(5)]
        moves = [p.moves("02:00") for p in people]
        self.send(*[b for p in moves for b in p])
        counts = self.counts()
        self.assertEqual((counts["recorded"], counts["dead"]), (20, 0))

    # Section 5: attendance pitfalls

    def test_5_1_a_room_move_within_a_second_interrupts_nothing(self):
        c = Connection("C-1", "ratna@example.go.id")
        self.send(c.joined("01:00"), *c.moves("02:00"), *c.moves("03:00"), c.left("05:00"), ended())
        self.assertEqual(self.session(), (240, []))

    def test_5_2_the_reason_of_a_leave_decides_nothing(self):
        c = Connection("C-1", "ratna@example.go.id")
        self.send(c.joined("01:00"), c.left("02:00", "left the meeting to join breakout room."), c.joined("03:00"),
                  c.left("04:00", "Host ended the meeting."), ended())
        self.assertEqual(self.session(), (120, ["session:s1"]))

    def test_5_3_breakout_events_that_do_not_balance_give_no_time(self):
        c = Connection("C-1", "ratna@example.go.id")
        self.send(c.joined("01:00"), c.moves("02:00")[2], c.left("04:00"), ended())
        self.assertEqual(self.session(), (180, ["session:s1"]))

    def test_5_4_rejoins_devices_and_a_telephone_are_one_person_s_time_once(self):
        app, again = Connection("C-1", "ratna@example.go.id"), Connection("C-2", "ratna@example.go.id")
        phone = Connection("C-3", "")
        self.send(app.joined("01:00"), app.left("02:00"), again.joined("02:30"), again.left("04:00"),
                  phone.joined("03:30"), phone.left("05:00"), ended())
        self.assertEqual(self.held(), ["person_unknown"])
        self.send(phone.tell("bind", "03:31", date_time=at("03:31"), bind_user_id=again.leg,
                             bind_participant_uuid="C-2"))
        self.assertEqual(self.held(), [])
        self.assertEqual(self.session(), (210, []))

    def test_5_5_a_leave_alone_gives_no_time_and_a_join_alone_ends_with_the_meeting(self):
        one, other = Connection("C-1", "ratna@example.go.id"), Connection("C-2", "bagas@example.go.id")
        self.send(one.left("05:00"), other.joined("01:00"), ended())
        self.assertEqual(self.session("P-0102"), (0, ["session:s1"]))
        self.assertEqual(self.session("P-0103"), (240, ["leave_unknown:s1"]))

    def test_5_6_an_end_before_some_leaves_changes_nothing(self):
        first, last = self.whole()
        self.send(first, ended("05:00"), last)
        self.assertEqual(self.session(), (240, []))

    def test_5_7_numbers_zones_and_intervals_without_length_are_read_as_they_come(self):
        c, flash = Connection("C-1", "ratna@example.go.id"), Connection("C-2", "bagas@example.go.id")
        first = c.joined("01:00")
        first["payload"]["object"].update(id=int(MEETING), timezone="Asia/Jayapura")
        first["payload"]["object"]["participant"]["join_time"] = "2026-03-16T08:00:00+07:00"
        self.send(first, c.left("05:00"), flash.joined("02:00"), flash.left("02:00"), ended())
        self.assertEqual(self.session("P-0102"), (240, []))
        self.assertEqual(self.session("P-0103"), (0, ["session:s1"]))

    def test_5_8_waiting_room_and_rehearsal_are_no_attendance(self):
        c = Connection("C-1", "ratna@example.go.id")
        self.send(c.tell("joined_waiting_room", "01:00", date_time=at("01:00")), *self.whole("C-2"),
                  ended(practice_session=True, kind="webinar"))
        self.assertEqual(self.counts()["ignored"], 1)
        self.assertEqual(self.session(), (0, ["session:s1"]))

    def test_5_9_a_meeting_that_was_restarted_goes_on(self):
        later = {"uuid": "/second//run==", "start_time": at("03:00")}
        one, other = Connection("C-1", "ratna@example.go.id"), Connection("C-2", "ratna@example.go.id", of=later)
        self.send(one.joined("01:00"), one.left("02:30"), ended("02:30"), other.joined("03:05"), other.left("05:00"),
                  ended("05:00", **later))
        self.assertEqual(self.session(), (205, []))

    def test_5_10_registration_then_account_then_customer_key_tell_who_it_is_and_a_name_never(self):
        self.here.edit("gateway.yaml", lambda y: y.replace("directory: people.csv", "directory: people.csv, accounts: accounts.csv"))
        (self.here.path / "accounts.csv").write_text("person_id,source,home_page,account,berlaku_dari,berlaku_sampai\n"
                                                     "P-0103,zoom-bpsdm,customer_key,ck-7,,\n")
        link = Connection("C-1", registrant_id="rg01")
        ours = Connection("C-2", customer_key="ck-7")
        name = Connection("C-3", user_name="Citra Kirana")
        self.send(*[b for c in (link, ours, name) for b in (c.joined("01:00"), c.left("05:00"))], ended())
        self.assertEqual(self.held(), ["person_unknown", "person_unknown"])
        questions = [{"title": "Unit kerja", "value": "BPSDM"}, {"title": " nip ", "value": "19850315 201001 2 001"}]
        self.send(registration("created", "00:10", email="pribadi@example.com", status="approved",
                               custom_questions=questions))
        self.assertEqual(self.held(), ["person_unknown"])
        self.assertEqual(self.session("P-0102"), (240, []))
        self.assertEqual(self.session("P-0103"), (240, []))

    def test_5_12_addresses_telephone_numbers_and_answers_do_not_reach_the_topics(self):
        c = Connection("C-1", "ratna@example.go.id")
        self.send(c.joined("01:00"), c.left("05:00"), c.tell("bind", "03:31", bind_participant_uuid="C-2"),
                  registration("created", "00:10", status="approved", phone="628129990002", address="Jl. Contoh 1",
                               custom_questions=[{"title": "Unit kerja", "value": "Rahasia Dapur"}]))
        self.counts()
        self.running.terminate()
        topics = b"".join(f.read_bytes() for f in (self.here.path / "var").rglob("eventlog*") if f.is_file())
        self.assertIn(b"enrolment.changed.v1", topics)
        for word in (b"203.0.113.77", b"10.20.0.77", b"62812999000", b"Jl. Contoh", b"Rahasia Dapur"):
            self.assertNotIn(word, topics)

    # SEMANTICS.md 3.5: who is enrolled by a registration

    def test_registrations_of_a_webinar_enrol_hold_and_turn_away(self):
        self.catalogue(TRAINING.replace("participants: [P-0102, P-0103]\n", ""))
        people = [("rg01", "ratna@example.go.id"), ("rg02", "bagas@example.go.id"), ("rg03", "citra@example.go.id")]
        for registrant, email in people:
            c = Connection("C-" + registrant, kind="webinar", registrant_id=registrant)
            self.send(c.joined("01:00"), c.left("05:00"),
                      registration("created", "00:10", registrant, email, "webinar", status="pending"))
        self.send(event("webinar.started", "00:55", meeting()), ended(kind="webinar"))
        self.assertEqual(self.held(), ["not_enrolled"] * 3)
        self.send(registration("approved", "00:20", "rg01", people[0][1], "webinar"),
                  registration("approved", "00:20", "rg02", people[1][1], "webinar"),
                  registration("cancelled", "00:30", "rg02", people[1][1], "webinar"),
                  registration("denied", "00:20", "rg03", people[2][1], "webinar"))
        self.assertEqual(self.held(), ["not_enrolled"] * 2)
        self.assertEqual(self.session("P-0102"), (240, []))
        self.assertEqual([r["person"]["person_id"] for r in self.running.records()], ["P-0102"])

    def test_a_link_that_was_passed_on_holds_both_who_used_it(self):
        self.send(registration("created", "00:10", status="approved"))
        for uuid, email in (("C-1", "ratna@example.go.id"), ("C-2", "tamu@example.com")):
            c = Connection(uuid, email, account="", registrant_id="rg01")
            self.send(c.joined("01:00"), c.left("05:00"))
        self.assertEqual(self.held(), ["identity_conflict"] * 2)
        self.assertEqual(self.session(), (0, ["session:s1"]))

    def test_a_role_changes_nobody_s_time(self):
        c = Connection("C-1", "ratna@example.go.id")
        self.send(c.joined("01:00"), c.tell("role_changed", "02:00", date_time=at("02:00"), old_role="attendee",
                                            new_role="co-host"), c.left("05:00"), ended())
        self.assertEqual(self.session(), (240, []))
        self.assertEqual(self.counts()["recorded"], 4)


if __name__ == "__main__":
    harness.main()
