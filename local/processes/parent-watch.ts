/**
 * Preloaded into every process that the local run starts (`node --import`): when the parent dies, even by
 * SIGKILL, the channel to it closes and the process ends as if asked to.
 */
const PATIENCE_ms = 8_000;

if (process.channel) {
  process.channel.unref();
  process.on('disconnect', () => {
    setTimeout(() => process.exit(1), PATIENCE_ms).unref();
    process.kill(process.pid, 'SIGTERM');
  });
}
