package dev.piroutes.broker.repair;

import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;

/** Artemis's server, which tells what it cannot read of its journal. No plugin can: Artemis makes its storage before them. */
public final class ReadServer extends ActiveMQServerImpl {
    public ReadServer(Configuration configuration) {
        super(configuration);
    }

    @Override
    protected StorageManager createStorageManager() {
        ReadState storage = new ReadState(
                getConfiguration(),
                getCriticalAnalyzer(),
                executorFactory,
                scheduledPool,
                ioExecutorFactory,
                ioCriticalErrorListener);
        getCriticalAnalyzer().add(storage);
        return storage;
    }
}
