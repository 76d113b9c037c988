"""Routes of `alarms`."""

from fastapi import APIRouter

router = APIRouter(tags=["alarms"])
