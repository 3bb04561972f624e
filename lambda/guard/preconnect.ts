import { Agent, type RequestOptions } from 'node:https';
import { isIP, type Socket } from 'node:net';

/** A service closes a connection that stays silent; a call on a closed one fails first and is tried again after that. */
const USABLE_MILLISECONDS = 5_000;

type ConnectionArguments = Parameters<Agent['createConnection']>;

/**
 * Opens one connection before there is a request for it. TCP and TLS take two or three round trips, which is most of what
 * stands between the first event and its StartLogging call; an initialising function has that time anyway. The first
 * request to the same address takes the connection over, even in the middle of its handshake.
 */
export class PreconnectedAgent extends Agent {
  private early: { readonly socket: Socket; readonly address: string; readonly openedAt: number } | undefined;

  /** Never fails: if it comes to nothing, the first request connects by itself and tells what is wrong. */
  preconnect({ protocol, hostname, port }: URL): void {
    if (protocol !== 'https:') {
      return;
    }
    const options = { ...this.options, host: hostname, port: Number(port || 443) };
    const socket = super.createConnection({ ...options, servername: isIP(hostname) ? '' : hostname }) as Socket;
    socket.on('error', () => undefined);
    // An unused connection must not keep a process alive.
    socket.unref();
    this.early = { socket, address: addressOf(options), openedAt: Date.now() };
  }

  override createConnection(...[options, callback]: ConnectionArguments): ReturnType<Agent['createConnection']> {
    const { early } = this;
    if (early === undefined || early.address !== addressOf(options)) {
      return super.createConnection(options, callback);
    }
    this.early = undefined;
    if (!early.socket.writable || Date.now() - early.openedAt > USABLE_MILLISECONDS) {
      early.socket.destroy();
      return super.createConnection(options, callback);
    }
    return early.socket.ref();
  }
}

function addressOf({ host, port }: RequestOptions): string {
  return `${host}:${port}`;
}
