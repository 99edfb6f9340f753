import type { Channel, ChannelAbout } from './channel.ts'

export const dashboardAbout: ChannelAbout = {
  words: '工作台',
  reach: () => ({ address: null }),
  accepted: '已存入工作台',
  proof: '本人登录后的页面显示了它，为已送到；打开了事件，为已读'
}

/** The page itself. The stored row is the delivery: the desk reads it, and the live connection pushes it. */
export function dashboardChannel(): Channel {
  return {
    updatesInPlace: true,
    reach: dashboardAbout.reach,
    send: () => Promise.resolve({ outcome: 'accepted', receipt: '工作台' }),
    close: () => Promise.resolve()
  }
}
