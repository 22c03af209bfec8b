"""The memory outside the product: it offers events as Zoom does and remembers each offer, each answer and each receipt.

Senders are threads with a kept connection each. An offer is repeated until it is acknowledged or refused for good, however
often the gateway dies meanwhile. What cannot be accepted (a forged signature) is offered once and must be refused.
"""
import collections
import hashlib
import hmac
import http.client
import json
import random
import threading
import time

PAUSE = 0.02  # between two tries of one offer


def digest(body):
    return hashlib.sha256(body).digest()


class Offer:
    __slots__ = ("number", "body", "kind", "answer")

    def __init__(self, number, body, kind):
        self.number, self.body, self.kind = number, body, kind
        self.answer = None  # "acknowledged", or why it was refused


class Bodies:
    """Makes events beside those of the session: no two alike, of kinds whose class is known."""

    def __init__(self, chance):
        self.chance = chance
        self.made = 0

    def chat(self):
        """No mapping wants it: unmapped."""
        return self._event("meeting.chat_message_sent", {"chat_message": {"message_id": self._id()}})

    def stranger(self):
        """A meeting that no training names: held."""
        who = {"user_id": self._id(), "participant_uuid": self._id(), "user_name": "Tamu Contoh", "id": "", "email": "",
               "join_time": "2026-03-16T01:00:00Z"}
        return self._event("meeting.participant_joined", {"participant": who})

    def broken(self):
        """No JSON, and rightly signed: a dead letter."""
        return b'{"event":"meeting.started","payload":' + self._id().encode()

    def _id(self):
        self.made += 1
        return f"{self.made}-{self.chance.getrandbits(48):012x}"

    def _event(self, name, more):
        occurrence = {"id": "81234567890", "uuid": self._id(), "host_id": "host", "start_time": "2026-03-16T00:55:00Z"}
        return json.dumps({"event": name, "event_ts": 1773622800000 + self.made,
                           "payload": {"account_id": "account", "object": {**occurrence, **more}}},
                          separators=(",", ":")).encode()


class Oracle:
    def __init__(self, site, seed, senders=8, filler=(), rate=100.0):
        self.site = site
        self.secret = (site.path / "secrets" / "zoom").read_bytes().rstrip(b"\n")
        self.path = f"/v1/zoom/{site.source}"
        self.filler, self.rate = filler, rate
        self.seed = seed
        self.clock_offset = 0  # of the sender's own clock: where it travels in time together with the gateway
        self.lock = threading.Lock()
        self.queue = collections.deque()
        self.offers = []
        self.receipts = {}  # receipt -> offer
        self.refused_tries = collections.Counter()  # why -> how many
        self.faults = []  # what an answer itself has proved wrong
        self.open = 0
        self.filling = False
        self.ended = False
        self.threads = [threading.Thread(target=self._send, args=(i,), daemon=True) for i in range(senders)]

    # Offers

    def offer(self, body, kind):
        with self.lock:
            made = Offer(len(self.offers) + 1, body, kind)
            self.offers.append(made)
            self.queue.append(made)
            self.open += 1
        return made

    def fill(self, on):
        """Whether senders that have nothing else to do make events of their own."""
        self.filling = on

    def start(self):
        for t in self.threads:
            t.start()

    def end(self):
        self.ended = True
        for t in self.threads:
            t.join()

    def idle(self):
        with self.lock:
            return self.open == 0

    def acknowledged(self):
        with self.lock:
            return [o for o in self.offers if o.answer == "acknowledged"]

    def refused(self):
        with self.lock:
            return [o for o in self.offers if o.answer not in (None, "acknowledged")]

    # Senders

    def _send(self, index):
        chance = random.Random(self.seed * 1000 + index)
        bodies = Bodies(chance)
        connection = None
        while not self.ended:
            offer = self._take() or self._make(chance, bodies)
            if offer is None:
                time.sleep(PAUSE)
                continue
            while offer.answer is None and not self.ended:
                connection = self._try(connection, offer)
        if connection:
            connection.close()

    def _take(self):
        with self.lock:
            return self.queue.popleft() if self.queue else None

    def _make(self, chance, bodies):
        if not self.filling or not self.filler:
            return None
        time.sleep(chance.expovariate(self.rate / len(self.threads)))
        kind = chance.choice(self.filler)
        if kind == "again":  # Zoom repeats what it thinks was not answered
            with self.lock:
                known = chance.choice(self.offers) if self.offers else None
            if known is None or known.kind == "forged":
                return None
            body = known.body
        else:
            body = bodies.chat() if kind == "forged" else getattr(bodies, kind)()
        with self.lock:
            made = Offer(len(self.offers) + 1, body, known.kind if kind == "again" else kind)
            self.offers.append(made)
            self.open += 1
        return made

    def _headers(self, offer):
        stamp = str(int(time.time()) + self.clock_offset).encode()
        secret = b"forged" if offer.kind == "forged" else self.secret
        signature = hmac.new(secret, b"v0:" + stamp + b":" + offer.body, hashlib.sha256).hexdigest()
        return {"Content-Type": "application/json; charset=utf-8", "x-zm-request-timestamp": stamp.decode(),
                "x-zm-signature": "v0=" + signature}

    def _try(self, connection, offer):
        """One request. Returns the connection that may be used again."""
        try:
            if connection is None:
                host, port = self.site.https.rsplit(":", 1)
                connection = http.client.HTTPSConnection(host, int(port), timeout=20, context=self.site.trust())
            connection.request("POST", self.path, body=offer.body, headers=self._headers(offer))
            answer = connection.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException):
            connection.close()
            time.sleep(PAUSE)
            return None
        self._note(offer, answer.status, answer.headers.get("Jembatan-Receipt"), text)
        if answer.will_close:
            connection.close()
            return None
        return connection

    def _note(self, offer, status, receipt, text):
        if 200 <= status < 300:
            return self._acknowledge(offer, receipt)
        why = f"{status} {reason_in(text)}"
        with self.lock:
            self.refused_tries[why] += 1
            # Zoom never repeats what was answered 4xx; what is forged stays forged.
            if status < 500 or offer.kind == "forged":
                offer.answer = why
                self.open -= 1
        if offer.answer is None:
            time.sleep(PAUSE)

    def _acknowledge(self, offer, receipt):
        with self.lock:
            offer.answer = "acknowledged"
            self.open -= 1
            if offer.kind == "forged":
                self.faults.append(f"forged offer {offer.number} was acknowledged")
            if not receipt:
                self.faults.append(f"offer {offer.number} was acknowledged without a receipt")
            elif receipt in self.receipts:
                self.faults.append(f"receipt {receipt} was given twice")
            else:
                self.receipts[receipt] = offer


def reason_in(text):
    try:
        problem = json.loads(text)
        return problem.get("detail") or problem.get("title") or ""
    except (ValueError, AttributeError):
        return ""


def sequence_of(receipt):
    return int(receipt.rsplit("-", 1)[1])
