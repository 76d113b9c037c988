"""What is behind the routes of the mock of Traccar: devices that ride, fences, events."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

TOKEN = "RzBFAiEA-token"
COOKIE = "node01session"
PASSWORD = "correct horse"
EMAIL = "li@example.org"
START = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
KNOTS = 10.0

type Row = dict[str, Any]


class NotHereError(Exception):
    """Something is not there, or not for this user."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def stamp(moment: datetime) -> str:
    """A time as Traccar writes it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000+00:00")


class State:
    """Answers by `operationId`, in snake case: parameters, body, Authorization."""

    def __init__(self) -> None:
        self.is_logged_in = True
        self.user: Row = {"id": 7, "name": "Workshop", "email": EMAIL, "readonly": False}
        self.devices: dict[int, Row] = {
            1: self.device(1, "861234567890123", "courier <b>1</b>", position=103),
            2: self.device(2, "bike-2", "courier 2", status="unknown"),
            3: self.device(3, "bike/3?", "courier 3", status="offline", position=301),
        }
        ride = [self.position(101 + n, 1, 22.5 + n * 0.001, 114.0, minutes=n) for n in range(3)]
        self.positions: list[Row] = [*ride, self.position(301, 3, 0.0, 0.0)]
        self.fences: dict[int, Row] = {
            1: {"id": 1, "name": "yard", "area": "CIRCLE (22.5 114.0, 300)", "attributes": {}},
            2: {"id": 2, "name": "road", "area": "LINESTRING (22.5 114.0, 22.6 114.1)"},
            3: {
                "id": 3,
                "name": "field",
                "area": "POLYGON ((22.5 114.0, 22.6 114.0, 22.6 114.2, 22.5 114.0))",
            },
        }
        self.links: list[Row] = [{"deviceId": 1, "geofenceId": 1}]
        now = datetime.now(UTC)
        self.events: list[Row] = [
            self.event(11, "geofenceExit", now - timedelta(hours=2), geofenceId=1),
            self.event(12, "alarm", now - timedelta(hours=1), attributes={"alarm": "vibration"}),
            self.event(13, "deviceMoving", now - timedelta(minutes=5)),
            self.event(14, "alarm", now - timedelta(days=9), attributes={"alarm": "hardBraking"}),
        ]

    @staticmethod
    def device(
        key: int, unique: str, name: str, *, status: str = "online", position: int | None = None
    ) -> Row:
        return {
            "id": key,
            "name": name,
            "uniqueId": unique,
            "status": status,
            "disabled": False,
            "lastUpdate": stamp(START) if position else None,
            "positionId": position,
            "groupId": None,
            "phone": None,
            "model": "E-bike",
            "contact": None,
            "category": None,
            "attributes": {},
        }

    @staticmethod
    def position(key: int, device: int, lat: float, lon: float, *, minutes: int = 0) -> Row:
        moment = START + timedelta(minutes=minutes)
        return {
            "id": key,
            "deviceId": device,
            "protocol": "gt06",
            "deviceTime": stamp(moment),
            "fixTime": stamp(moment),
            "serverTime": stamp(moment + timedelta(seconds=2)),
            "valid": True,
            "latitude": lat,
            "longitude": lon,
            "altitude": 12.0,
            "speed": KNOTS,
            "course": 90.0,
            "address": "Example Road 1",
            "accuracy": 5.0,
            "attributes": {
                "batteryLevel": 80,
                "power": 52.4,
                "sat": 9,
                "rssi": 4,
                "ignition": True,
            },
        }

    @staticmethod
    def event(key: int, kind: str, moment: datetime, **more: Any) -> Row:
        at = {"positionId": 103, "attributes": {}, **more}
        return {"id": key, "type": kind, "eventTime": stamp(moment), "deviceId": 1, **at}

    def latest(self) -> list[Row]:
        ids = {each["positionId"] for each in self.devices.values()}
        return [each for each in self.positions if each["id"] in ids]

    def post_session(self, params: Row, body: Mapping[str, str], _: str) -> Row:
        if body["password"] != PASSWORD or body["email"] != EMAIL:
            raise NotHereError(401)
        self.is_logged_in = True
        return self.user

    def get_session(self, params: Row, body: None, authorization: str) -> Row:
        if params.get("token", authorization.removeprefix("Bearer ")) != TOKEN:
            raise NotHereError(404)
        if not self.is_logged_in:
            raise NotHereError(401)
        return self.user

    def post_session_token(self, params: Row, body: Row, _: str) -> str:
        return TOKEN

    def post_session_token_revoke(self, params: Row, body: Row, _: str) -> None:
        assert body["token"] == TOKEN
        self.is_logged_in = False

    def get_devices(self, params: Row, body: None, _: str) -> list[Row]:
        return list(self.devices.values())

    def get_positions(self, params: Row, body: None, _: str) -> list[Row]:
        if "id" in params:
            ids = params["id"] if isinstance(params["id"], list) else [params["id"]]
            return [each for each in self.positions if each["id"] in ids]
        if "deviceId" not in params:
            return self.latest()
        start = datetime.fromisoformat(params["from"])
        end = datetime.fromisoformat(params["to"])
        return [
            each
            for each in self.positions
            if each["deviceId"] == params["deviceId"]
            and start <= datetime.fromisoformat(each["fixTime"]) < end
        ]

    def get_server_geocode(self, params: Row, body: None, _: str) -> str:
        return "Example Road 1"

    def get_reports_trips(self, params: Row, body: None, _: str) -> list[Row]:
        first, last = self.positions[0], self.positions[2]
        return [
            {
                "deviceId": 1,
                "deviceName": "courier 1",
                "maxSpeed": 12.0,
                "averageSpeed": KNOTS,
                "distance": 222.4,
                "spentFuel": 0.0,
                "duration": 120,
                "startTime": first["fixTime"],
                "startAddress": "",
                "startLat": first["latitude"],
                "startLon": first["longitude"],
                "endTime": last["fixTime"],
                "endAddress": "",
                "endLat": last["latitude"],
                "endLon": last["longitude"],
                "driverUniqueId": "",
                "driverName": "",
            }
        ]

    def get_reports_stops(self, params: Row, body: None, _: str) -> list[Row]:
        return [
            {
                "deviceId": 1,
                "deviceName": "courier 1",
                "duration": 600,
                "startTime": stamp(START + timedelta(minutes=2)),
                "endTime": stamp(START + timedelta(minutes=12)),
                "address": "",
                "lat": 22.502,
                "lon": 114.0,
                "spentFuel": 0.0,
                "engineHours": 0,
            }
        ]

    def get_reports_events(self, params: Row, body: None, _: str) -> list[Row]:
        start = datetime.fromisoformat(params["from"])
        end = datetime.fromisoformat(params["to"])
        return [
            each
            for each in self.events
            if each["deviceId"] in params["deviceId"]
            and start <= datetime.fromisoformat(each["eventTime"]) < end
        ]

    def get_events_id(self, params: Row, body: None, _: str) -> Row:
        found = [each for each in self.events if each["id"] == params["id"]]
        if not found:
            raise NotHereError(404)
        return found[0]

    def get_geofences(self, params: Row, body: None, _: str) -> list[Row]:
        if "deviceId" not in params:
            return list(self.fences.values())
        linked = {
            each["geofenceId"] for each in self.links if each["deviceId"] == params["deviceId"]
        }
        return [each for key, each in self.fences.items() if key in linked]

    def post_geofences(self, params: Row, body: Row, _: str) -> Row:
        key = max(self.fences) + 1
        self.fences[key] = {**body, "id": key}
        return self.fences[key]

    def put_geofences_id(self, params: Row, body: Row, _: str) -> Row:
        if params["id"] not in self.fences:
            raise NotHereError(404)
        self.fences[params["id"]] = body
        return body

    def delete_geofences_id(self, params: Row, body: None, _: str) -> None:
        if self.fences.pop(params["id"], None) is None:
            raise NotHereError(404)

    def post_permissions(self, params: Row, body: Row, _: str) -> None:
        self.links.append(body)
