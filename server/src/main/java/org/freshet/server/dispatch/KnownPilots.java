package org.freshet.server.dispatch;

import java.util.concurrent.CompletableFuture;
import org.freshet.protocol.Exchange;
import org.freshet.protocol.ExchangeAnswer;
import org.freshet.protocol.PilotId;
import org.freshet.server.pilot.PilotTokens;
import org.freshet.server.platform.Installation;
import org.freshet.server.platform.Invalid;
import org.freshet.server.platform.Secret;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Pilots whose token was found right before: they are served without a look into the database. */
@Component
class KnownPilots {

    private final Installation installation;
    private final PilotTokens tokens;
    private final Dispatcher dispatcher;
    private final JsonMapper json;

    KnownPilots(Installation installation, PilotTokens tokens, Dispatcher dispatcher, JsonMapper json) {
        this.installation = installation;
        this.tokens = tokens;
        this.dispatcher = dispatcher;
        this.json = json;
    }

    /** The pilot with this id, if it is known and the token is its own. */
    @Nullable
    Caller find(String id, String token) {
        return installation
                .pilot(id)
                .filter(it -> tokens.isInUse(it, new Secret(token)))
                .map(it -> new Caller(it, new Secret(token)))
                .orElse(null);
    }

    /** A pilot that calls. */
    final class Caller {

        private final PilotId pilot;
        private final Secret token;

        Caller(PilotId pilot, Secret token) {
            this.pilot = pilot;
            this.token = token;
        }

        /** A promise of the answer; null if the exchange is not what a healthy pilot says. Then nothing was done. */
        @Nullable
        CompletableFuture<ExchangeAnswer> exchange(byte[] body) {
            Exchange exchange;
            try {
                exchange = json.readValue(body, Exchange.class);
                if (exchange == null) {
                    return null;
                }
                ExchangeCheck.check(exchange);
            } catch (JacksonException | Invalid e) {
                return null;
            }
            return dispatcher.exchange(pilot, exchange, token);
        }

        byte[] write(ExchangeAnswer answer) {
            return json.writeValueAsBytes(answer);
        }
    }
}
