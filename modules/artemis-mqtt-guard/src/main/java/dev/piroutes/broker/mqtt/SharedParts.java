package dev.piroutes.broker.mqtt;

import dev.piroutes.broker.paging.Publishers;
import dev.piroutes.broker.session.MessageExpiry;
import dev.piroutes.broker.session.Retained;
import dev.piroutes.broker.session.Sessions;
import dev.piroutes.broker.session.Subscriptions;
import dev.piroutes.broker.session.Unreleased;

/** What all connections of a broker share. */
record SharedParts(
        Clients clients,
        DeliveryTracker deliveries,
        Takeovers takeovers,
        MessageExpiry expiry,
        Retained retained,
        Unreleased unreleased,
        Subscriptions subscriptions,
        Sessions sessions,
        Publishers publishers,
        UnderWay underWay,
        Backpressure.Waiting waiting,
        Endings endings,
        PacketThread.Tasks tasks) {}
