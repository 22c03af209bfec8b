"""Moodle with logstore_xapi, as a sender: statements in its shapes, with invented people, and its requests."""
import base64
import contextlib
import http.client
import json
import sqlite3

import harness

SOURCE_ID = "moodle-bpsdm"
SITE = "https://lms.bpsdm.example.go.id"
ADL = "http://adlnet.gov/expapi/verbs/"
INFO = "http://lrs.learninglocker.net/define/extensions/info"
COURSE = {"id": f"{SITE}/course/view.php?id=2", "objectType": "Activity",
          "definition": {"type": "https://w3id.org/xapi/cmi5/activitytype/course"}}


def statement(event, verb, activity, person=102, at="2026-03-09T03:10:00.000Z", parents=(COURSE,), **more):
    return {"actor": {"account": {"homePage": SITE, "name": str(person)}, "name": f"Peserta {person}"},
            "verb": {"id": verb, "display": {"en": verb.rsplit("/", 1)[1]}},
            "object": {"objectType": "Activity", **activity}, "timestamp": at,
            "context": {"platform": "Moodle", "language": "id", "contextActivities": {"parent": list(parents)},
                        "extensions": {INFO: {"event_name": event, "http://moodle.org": "4.5"}}}, **more}


def completed(person=102, page=11, **more):
    """A module that is done."""
    return statement(r"\core\event\course_module_completion_updated", ADL + "completed",
                     {"id": f"{SITE}/mod/page/view.php?id={page}"}, person, result={"completion": True}, **more)


def attempt(person, questions, fill=""):
    """An attempt at a quiz: its score, and one statement for each of its questions."""
    quiz = {"id": f"{SITE}/mod/quiz/view.php?id=12", "objectType": "Activity"}
    whole = {"id": f"{SITE}/mod/quiz/attempt.php?attempt={person}&cmid=12",
             "definition": {"type": "http://adlnet.gov/expapi/activities/attempt"}}
    event = r"\mod_quiz\event\attempt_submitted"
    yield statement(event, ADL + "completed", whole, person, parents=(quiz, COURSE),
                    result={"score": {"raw": 50, "min": 0, "max": 100, "scaled": 0.0}, "duration": "PT754S"})
    for q in range(questions):
        yield statement(event, ADL + "answered", {"id": f"{SITE}/question/question.php?cmid=12&id={q}",
                                                  "definition": {"description": {"id": fill}}}, person,
                        parents=({**whole, "objectType": "Activity"}, quiz, COURSE), result={"response": "b"})


class Lms(harness.Sender):
    def __init__(self, gateway, user="moodle", password="rahasia"):
        self.gateway = gateway
        self.authorization = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()

    def send(self, body, method="POST", path=f"/v1/xapi/{SOURCE_ID}/statements", **headers):
        body = body if isinstance(body, bytes) else json.dumps(body, separators=(",", ":")).encode()
        return self.request(method, path, body, {"Content-Type": "application/json", "X-Experience-API-Version": "1.0.3",
                                                 "Authorization": self.authorization, **headers})

    def offer(self, body):
        """The answer, or None where the gateway died over it."""
        with contextlib.suppress(OSError, http.client.HTTPException):
            return self.send(body)
        return None


def add_source(site, options=""):
    """Before the start: the LMS beside Zoom."""
    (site.path / "secrets" / "moodle").write_text("lama:sekali\nmoodle:rahasia\n")
    line = f"  {SOURCE_ID}: {{type: xapi, credentials: secrets/moodle{options}}}\n"
    site.edit("gateway.yaml", lambda y: y.replace("sources:\n", "sources:\n" + line))


def validate_topics(site):
    """Fails where an event in the topics is not as its schema says; how many there are."""
    validators = harness.schemas()
    events = [event for all_of_topic in topics(site).values() for event in all_of_topic]
    for event in events:
        validators[event["type"]].validate(event)
    return len(events)


def topics(site):
    """topic -> the events in it, in order. Only while the gateway does not run."""
    with contextlib.closing(sqlite3.connect(site.path / "var" / "eventlog.db")) as log:
        return {name: [json.loads(value) for (value,) in log.execute(f"SELECT value FROM message_{number} ORDER BY offset")]
                for number, name in log.execute("SELECT id, name FROM topic").fetchall()}
