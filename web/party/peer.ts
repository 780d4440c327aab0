import type { CallKind } from './wire'

/** How long to look for ways to this device, in ms: on one machine they are found at once. */
const lookFor = 2_000

/** record asks for camera and microphone, and takes what there is: a machine may have neither. */
export async function record(kind: CallKind): Promise<MediaStream> {
  const wishes: MediaStreamConstraints[] = [{ audio: true, video: kind === 2 ? { width: 1280, height: 720 } : false }, { audio: true }, { video: kind === 2 }]
  for (const wish of wishes) {
    const stream = await navigator.mediaDevices?.getUserMedia(wish).catch(() => null)
    if (stream) return stream
  }
  return new MediaStream()
}

export function silence(stream: MediaStream | null | undefined) {
  stream?.getTracks().forEach((track) => track.stop())
}

/** Peer is the connection to the other's device: no server helps to find the way, and no candidate is told alone. */
export class Peer {
  readonly remote = new MediaStream()
  private readonly connection = new RTCPeerConnection()

  constructor(local: MediaStream, kind: CallKind, calls: boolean, private readonly say: (payload: RTCSessionDescriptionInit) => Promise<void>, lost: () => void) {
    for (const track of local.getTracks()) this.connection.addTrack(track, local)
    if (calls) {
      if (local.getAudioTracks().length === 0) this.connection.addTransceiver('audio', { direction: 'recvonly' })
      if (kind === 2 && local.getVideoTracks().length === 0) this.connection.addTransceiver('video', { direction: 'recvonly' })
    }
    this.connection.ontrack = ({ track }) => this.remote.addTrack(track)
    this.connection.onconnectionstatechange = () => {
      if (this.connection.connectionState === 'failed') lost()
    }
  }

  async offer() {
    await this.connection.setLocalDescription()
    await this.tell()
  }

  /** take takes the other's offer, which is answered, or his answer. */
  async take(payload: RTCSessionDescriptionInit) {
    await this.connection.setRemoteDescription(payload)
    if (payload.type === 'offer') await this.offer()
  }

  close() {
    this.connection.close()
  }

  private async tell() {
    await this.gathered()
    const description = this.connection.localDescription
    if (description) await this.say({ type: description.type, sdp: description.sdp })
  }

  private gathered(): Promise<void> {
    const { connection } = this
    return new Promise((done) => {
      const check = () => { if (connection.iceGatheringState === 'complete') done() }
      connection.addEventListener('icegatheringstatechange', check)
      window.setTimeout(done, lookFor)
      check()
    })
  }
}
