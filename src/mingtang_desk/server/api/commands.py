"""Routes of `commands`."""

from fastapi import APIRouter

router = APIRouter(tags=["commands"])
