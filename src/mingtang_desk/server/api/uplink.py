"""Routes of `uplink`."""

from fastapi import APIRouter

router = APIRouter(tags=["uplink"])
