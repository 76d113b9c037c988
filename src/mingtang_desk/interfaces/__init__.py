"""What a plug-in must offer: Transport, Framer, Driver; and the seams of storage.

May import device, wire, core.
"""
