"""The log follows one event by its receipt and record, and neither log, metrics nor errors name anybody (promise 8)."""
import json
import re
import signal
import socket

import harness

EXTRA_NAMES = ["Hendrawan Rahasia", "hendrawan.rahasia@example.go.id", "198001012005011001"]


def lines(gateway):
    return [json.loads(line) for line in gateway.log.read_text().splitlines() if line.startswith("{")]


class Log(harness.GatewayTest):
    def debugging(self, **options):
        site = self.site(**options)
        site.edit("gateway.yaml", lambda y: y + "log: {level: debug}\n")
        return site, self.gateway(site)

    def test_one_event_can_be_followed_from_the_door_to_the_target(self):
        site, gateway = self.debugging(target=True)
        site.play(gateway)
        site.settle()
        delivery = next(d for d in gateway.json("deliveries", "list")["deliveries"] if d["state"] == "done")
        record = delivery["record_id"]
        all_lines = lines(gateway)
        receipt = next(l["receipt"] for l in all_lines if l["event"] == "evaluated" and l["record"] == record)
        trail = [(l["part"], l["event"]) for l in all_lines if l.get("receipt") == receipt]
        for stage in (("zoom", "body stored"), ("pump", "mapped"), ("ledger", "stored"), ("ledger", "evaluated")):
            self.assertIn(stage, trail)
        self.assertIn(receipt, site.diary()[1].values())  # the sender has it, too
        onward = [(l["part"], l["event"]) for l in all_lines if l.get("record") == record]
        for stage in (("ledger", "evaluated"), ("ledger", "record revised"), ("delivery", "attempt ended")):
            self.assertIn(stage, onward)
        ended = next(l for l in all_lines if l["event"] == "attempt ended" and l["record"] == record)
        self.assertEqual((ended["delivery"], ended["result"]), (delivery["id"], "created"))

    def test_the_level_follows_the_configuration_on_a_reload(self):
        site = self.site()
        gateway = self.gateway(site)
        sender = harness.Sender(gateway)
        quiet = sender.post({"event": "meeting.alert"}).receipt
        harness.until("idle", gateway.idle)
        site.edit("gateway.yaml", lambda y: y + "log: {level: debug}\n")
        gateway.signal(signal.SIGHUP)
        harness.until("reloaded", lambda: "reload ended" in gateway.log.read_text())
        loud = sender.post({"event": "meeting.alert"}).receipt
        harness.until("a line of the event", lambda: any(l.get("receipt") == loud for l in lines(gateway)))
        self.assertFalse([l for l in lines(gateway) if l.get("receipt") == quiet])

    def test_a_storm_of_bad_requests_leaves_one_line_of_each_kind(self):
        gateway = self.gateway(self.site())
        sender = harness.Sender(gateway)
        for n in range(40):
            sender.post({"event": "meeting.alert", "n": n}, secret=b"wrong")
            sender.post(b"{no json %d" % n)
        harness.until("all are mapped", lambda: gateway.idle() and gateway.source()["dead"] == 40)
        written = [l["event"] for l in lines(gateway) if l["level"] in ("warning", "error")]
        self.assertEqual(sum(e.startswith("signature refused") for e in written), 1, written)
        self.assertEqual(written.count("event cannot be mapped"), 1, written)


class Nobody(harness.GatewayTest):
    """Everything is played, and then every name, number and address that was in it is looked for."""

    def personal(self, site, gateway):
        values = set(EXTRA_NAMES)
        for person in gateway.json("people", "list")["people"]:
            values |= {person[k] for k in ("nip", "nama", "email")}
        for body in site.bodies():
            values |= set(re.findall(r'"(?:user_name|email|host_email|public_ip)":"([^"]+)"', body.decode()))
        return {v.lower() for v in values if len(v) > 3}

    def admin(self, site, method, target):
        """Status and body of a request at the admin socket."""
        with socket.socket(socket.AF_UNIX) as s:
            s.settimeout(harness.DEADLINE)
            s.connect(str(site.path / "var" / "admin.sock"))
            s.sendall(f"{method} {target} HTTP/1.1\r\nHost: admin\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".encode())
            return b"".join(iter(lambda: s.recv(65536), b"")).decode()

    def send_what_is_wrong(self, site, gateway):
        """Requests that are refused or become dead letters, with people in them; the error answers."""
        name, email, nip = EXTRA_NAMES
        sender = harness.Sender(gateway)
        person = {"user_name": name, "email": email, "id": nip, "public_ip": "203.0.113.77"}
        joined = {"event": "meeting.participant_joined", "event_ts": 1773622800000,
                  "payload": {"object": {"id": "95512345678", "participant": person}}}
        answers = [
            sender.post(joined), sender.post(joined, secret=b"wrong"), sender.post(joined, timestamp=1),
            sender.post(json.dumps(joined).encode()[:-9]), sender.post({**joined, "event": email}),
            sender.post(f'"{name}"'.encode()), sender.post(json.dumps([name, nip]).encode()),
            sender.post({**joined, "event_ts": name}), sender.post({**joined, "payload": {"object": name}}),
            sender.request("POST", f"/v1/zoom/{harness.SOURCE_ID}", None,
                           {**sender.headers(name.encode()), "Content-Length": "2000000"}),
            sender.request("POST", f"/v1/zoom/{nip}", name.encode(), sender.headers(name.encode())),
            sender.request("POST", f"/v1/zoom/{harness.SOURCE_ID}", name.encode(), {"Content-Type": f"text/{nip}"}),
            sender.request("GET", f"/v1/records?email={email}"), sender.request("PUT", f"/{email}", name.encode()),
            sender.request("GET", "/", headers={"X-Name": email, "Expect": nip}),
        ]
        return [a.body.decode() for a in answers if a.status >= 300]

    def ask_what_is_wrong(self, site):
        name, email, nip = EXTRA_NAMES
        answers = [self.admin(site, "GET", t) for t in (
            f"/admin/v1/explain?id={nip}", f"/admin/v1/explain?id={email}&bodies=1", f"/admin/v1/deliveries/{nip}",
            f"/admin/v1/{email}", f"/admin/v1/topics/{nip}", f"/admin/v1/topics/training.events.v1?after={nip}")]
        answers.append(self.admin(site, "POST", f"/admin/v1/deliveries/{email}/retry"))
        answers.append(self.admin(site, "POST", f"/admin/v1/registers/import?allow_removals={nip}"))
        return [a for a in answers if not a.startswith("HTTP/1.1 200")]

    def reload_what_is_wrong(self, site, gateway):
        """Registers with mistakes in every field that names somebody; what /readyz says of them."""
        name, email, nip = EXTRA_NAMES
        good = (site.path / "people.csv").read_text()
        row = good.splitlines()[1].split(",")
        bad = [f"P-1,{nip}9,nip,{name},{email},5,O,5,2024-01-01,", f"P-2,{nip},pns,{name},{email}@x,5,O,5,2024-01-01,",
               f"{name},{nip},nip,,{email},5,O,5,{email},{nip}", f"P-3,{nip},nip,{name}", ",".join(row),
               f"P-4,{row[1]},{row[2]},{name},{row[4]},5,O,5,2024-01-01,"]
        (site.path / "people.csv").write_text(good + "\n".join(bad) + "\n")
        gateway.signal(signal.SIGHUP)
        harness.until("refused", lambda: json.loads(gateway.health("/readyz")[1])["degraded"])
        said = [gateway.health("/readyz")[1], *self.ask_what_is_wrong(site)]
        # Only a warning: the same number for two people.
        (site.path / "people.csv").write_text(good + bad[-1] + "\n")
        gateway.signal(signal.SIGHUP)
        harness.until("taken", lambda: not json.loads(gateway.health("/readyz")[1])["degraded"])
        return said

    def test_nobody_is_named_in_logs_metrics_and_errors(self):
        site = self.site(target=["--refuse", "3", "--unavailable", "5", "--reset", "11"])
        site.edit("gateway.yaml", lambda y: y + "log: {level: debug}\n")
        gateway = self.gateway(site)
        site.play(gateway)
        said = self.send_what_is_wrong(site, gateway)
        said += self.ask_what_is_wrong(site)
        harness.until("idle", gateway.idle)
        harness.until("something was refused or failed", lambda: [
            d for d in gateway.json("deliveries", "list")["deliveries"] if d["reason"] or d["attempts"]])
        site.double.ask("POST", "/double/mode", json.dumps({"refuse_sso": True}))
        said += self.reload_what_is_wrong(site, gateway)
        personal = self.personal(site, gateway)
        self.assertGreater(len(personal), 30)
        said += [gateway.health(path)[1] for path in ("/metrics", "/readyz", "/healthz")]
        self.assertEqual(gateway.terminate(), 0)
        said += [gateway.log.read_text(), gateway.out.read_text()]
        self.assertGreater(len(lines(gateway)), 200)
        for text in said:
            # Upper and lower case, and as JSON, URLs and our own names for raw types write it.
            plain = text.lower().replace("%40", "@")
            for value in personal:
                for form in {value, json.dumps(value)[1:-1], re.sub(r"[^a-z0-9.-]", "_", value)}:
                    self.assertNotIn(form, plain, text[max(0, plain.find(form) - 200):plain.find(form) + 100])


if __name__ == "__main__":
    harness.main()
