// SPDX-License-Identifier: MIT

// Centrifuge's official library for Go, which says on standard output what it is told: a line of JSON each.
// Usage: follow URL server|own|protobuf (who subscribes it to `race`; or the library's other format).
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/centrifugal/centrifuge-go"
)

var out sync.Mutex

func say(event string, more map[string]any) {
	line := map[string]any{"event": event}
	for key, value := range more {
		line[key] = value
	}
	text, err := json.Marshal(line)
	if err != nil {
		panic(err)
	}
	out.Lock()
	defer out.Unlock()
	fmt.Println(string(text))
}

func begun(position *centrifuge.StreamPosition, wasRecovering, recovered bool) map[string]any {
	more := map[string]any{"wasRecovering": wasRecovering, "recovered": recovered}
	if position != nil {
		more["offset"] = position.Offset
		more["epoch"] = position.Epoch
	}
	return more
}

func publication(offset uint64, data []byte) map[string]any {
	return map[string]any{"offset": offset, "data": json.RawMessage(data)}
}

func main() {
	url, mode := os.Args[1], os.Args[2]
	config := centrifuge.Config{MinReconnectDelay: 50 * time.Millisecond, MaxReconnectDelay: 500 * time.Millisecond}
	create := centrifuge.NewJsonClient
	if mode == "protobuf" {
		create = centrifuge.NewProtobufClient
	}
	client := create(url, config)
	client.OnConnected(func(e centrifuge.ConnectedEvent) {
		say("connected", map[string]any{"client": e.ClientID, "data": json.RawMessage(e.Data)})
	})
	client.OnDisconnected(func(e centrifuge.DisconnectedEvent) {
		say("disconnected", map[string]any{"code": e.Code, "reason": e.Reason})
	})
	client.OnConnecting(func(e centrifuge.ConnectingEvent) {
		say("connecting", map[string]any{"code": e.Code, "reason": e.Reason})
	})
	client.OnError(func(e centrifuge.ErrorEvent) { say("error", map[string]any{"reason": e.Error.Error()}) })
	if mode == "own" {
		subscription, err := client.NewSubscription("race")
		if err != nil {
			panic(err)
		}
		subscription.OnSubscribed(func(e centrifuge.SubscribedEvent) {
			say("subscribed", begun(e.StreamPosition, e.WasRecovering, e.Recovered))
		})
		subscription.OnPublication(func(e centrifuge.PublicationEvent) { say("publication", publication(e.Offset, e.Data)) })
		if err := subscription.Subscribe(); err != nil {
			panic(err)
		}
	} else {
		client.OnSubscribed(func(e centrifuge.ServerSubscribedEvent) {
			say("subscribed", begun(e.StreamPosition, e.WasRecovering, e.Recovered))
		})
		client.OnPublication(func(e centrifuge.ServerPublicationEvent) { say("publication", publication(e.Offset, e.Data)) })
	}
	// A first try that fails is told as an error, and is not the last one.
	_ = client.Connect()
	select {}
}
