"""What comes in: JT/T 808 over TCP, JSON over WebSocket and HTTP, one pipeline behind."""
