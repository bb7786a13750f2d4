# SPDX-License-Identifier: MIT
"""Centrifuge's official library for Python, which says on standard output what it is told: a line of JSON each.
Usage: follow.py URL server|own|protobuf (who subscribes it to `race`; or the library's other format)."""
import asyncio
import json
import sys

from centrifuge import Client, ClientEventHandler, SubscriptionEventHandler


def say(event, **more):
    print(json.dumps({"event": event, **more}), flush=True)


def begun(context):
    position = context.stream_position
    place = {"offset": position.offset, "epoch": position.epoch} if position else {}
    say("subscribed", wasRecovering=context.was_recovering, recovered=context.recovered, **place)


class Told(ClientEventHandler):
    async def on_connected(self, context):
        say("connected", client=context.client, data=context.data)

    async def on_connecting(self, context):
        say("connecting", code=context.code, reason=context.reason)

    async def on_disconnected(self, context):
        say("disconnected", code=context.code, reason=context.reason)

    async def on_error(self, context):
        say("error", reason=str(context.error))


class ToldByServer(Told):
    async def on_subscribed(self, context):
        begun(context)

    async def on_publication(self, context):
        say("publication", offset=context.pub.offset, data=context.pub.data)


class ToldOfOwn(SubscriptionEventHandler):
    async def on_subscribed(self, context):
        begun(context)

    async def on_publication(self, context):
        say("publication", offset=context.pub.offset, data=context.pub.data)


async def main(url, mode):
    events = Told() if mode == "own" else ToldByServer()
    client = Client(url, events=events, use_protobuf=mode == "protobuf", min_reconnect_delay=0.05, max_reconnect_delay=0.5)
    if mode == "own":
        await client.new_subscription("race", events=ToldOfOwn()).subscribe()
    await client.connect()
    await asyncio.Event().wait()


asyncio.run(main(sys.argv[1], sys.argv[2]))
