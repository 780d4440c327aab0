import { words } from '../../i18n/words'

export const veilWords = words(
  {
    toBank: '加入图库',
    picture: '被举报的图片', sound: '被举报的语音', film: '被举报的视频', veiled: '，已遮盖',
    hold: '按住', toSee: '查看，松开即遮盖', opening: '正在取原图',
    gone: '图片已不在原处', tooLarge: '文件过大，不展示', wrongType: '不是能展示的图片', refused: '地址不允许访问', timeout: '源站没有回应', broken: '没有加载成功', again: '重试',
    play: '播放', pause: '暂停', mute: '静音', unmute: '取消静音', frameBack: '上一帧', frameOn: '下一帧', position: '播放位置', transcript: '语音转写',
  },
  {
    toBank: 'Add to a bank',
    picture: 'Reported picture', sound: 'Reported sound', film: 'Reported film', veiled: ', veiled',
    hold: 'Hold', toSee: 'to look; let go to veil', opening: 'Fetching the picture',
    gone: 'No longer at its address', tooLarge: 'Too large to show', wrongType: 'Not a picture that can be shown', refused: 'The address may not be called', timeout: 'Its server does not answer', broken: 'It could not be loaded', again: 'Try again',
    play: 'Play', pause: 'Pause', mute: 'Mute', unmute: 'Unmute', frameBack: 'One frame back', frameOn: 'One frame on', position: 'Position', transcript: 'Transcript',
  },
)
