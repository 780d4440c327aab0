import { words } from '../../i18n/words'

export const pictureWords = words(
  {
    title: '图库', banks: '图库', newBank: '新建图库', trial: '试图台', none: '还没有图库', noneNote: '违禁图库里的图再次出现时自动拦截，改过大小、压缩过的也认得；安全图库里的图直接放行，省去反复人工看。', unknown: '没有这个图库',
    banned: '违禁', good: '安全', bannedNote: '与其中图片相似的直接拦截', goodNote: '与其中图片相似的放行，除非另有问题', shared: '所有应用共用', allApps: '所有应用共用', size: (n: string) => `${n} 张`, changedAt: '改于', version: (n: number) => `第 ${n} 版`,
    name: '名称', kind: '种类', label: '类别', app: '所属应用', make: '新建', cancel: '取消', close: '完成', makeTitle: '新建图库', nameTaken: '同一应用下已有这个名称的图库',
    remove: '删除图库', deleteTitle: (name: string) => `删除图库“${name}”`, deleteNote: (n: string) => `连同其中 ${n} 张图的指纹一起删除，1 秒内不再比对。删除后不能恢复。`, confirmDelete: '按住删除',
    entries: '图库里的图片', noEntries: '图库里还没有图片', noEntriesNote: '把图片拖到上面，或在审核时点“加入图库”。', print: '指纹', note: '备注', from: '来自', uploaded: '上传', by: '添加人', at: '添加时间', removeEntry: '从图库移除', removed: '已移除，1 秒内不再比对。',
    drop: '把图片拖到这里，或', choose: '选择文件', dropNote: 'JPEG、PNG、GIF、WebP、BMP，每张不超过 20 MB。只保存指纹，不保存图片。', notes: '备注（可不填）', adding: (done: number, of: number) => `正在加入 ${done} / ${of}`, added: (n: number) => `已加入 ${n} 张，1 秒内生效；库里已有的不会重复。`, notAdded: '没有加入：',
    bad_kind: '不是支持的图片格式', bad_large: '超过 20 MB', bad_empty: '文件是空的', plain: '画面太单调，没有可比对的特征', full: '图库已满', gone: '图片已不在原处', huge: '文件或画面过大', noAddress: '图片地址不允许访问', noAnswer: '图片所在的服务器没有回应',
    addToBank: '加入图库', addTitle: '加入图库', bank: '图库', add: '加入', addedOne: '已加入图库', noBanks: '还没有可用的图库，先到“图库”页新建。', addNote: '之后与它相似的图片按图库的种类处理。',
    tryNote: '选一张图，看它会怎样处理：和图库比对、读二维码、问检测服务。试的图不保存。', tryApp: '按哪个应用', sharedOnly: '仅共用图库', nothingYet: '在左边放一张图', result: '处理结果', yours: '你选的图（已模糊）',
    sure: '把握', matches: '与图库比对', noMatches: '图库里没有相似的图片。', distance: '差异', distanceNote: (n: number) => `256 位里有 ${n} 位不同；31 位以内算相似`, codes: '二维码内容', noCodes: '没有二维码。', quality: (n: number) => `可辨程度 ${n}`, poor: '画面太单调（低于 50），不作比对。', reasons: '判定理由', copyHash: '复制指纹',
  },
  {
    title: 'Picture banks', banks: 'Banks', newBank: 'New bank', trial: 'Try a picture', none: 'There is no bank yet', noneNote: 'What is like a picture of a banned bank is denied, also scaled or compressed; what is like one of a good bank passes, so that nobody looks at it again and again.', unknown: 'There is no such bank',
    banned: 'Banned', good: 'Good', bannedNote: 'What is like its pictures is denied', goodNote: 'What is like its pictures passes where nothing else speaks against it', shared: 'Shared by all apps', allApps: 'Shared by all apps', size: (n: string) => `${n} pictures`, changedAt: 'Changed', version: (n: number) => `version ${n}`,
    name: 'Name', kind: 'Kind', label: 'Category', app: 'App', make: 'Make', cancel: 'Cancel', close: 'Done', makeTitle: 'New bank', nameTaken: 'The app has a bank of this name already',
    remove: 'Delete the bank', deleteTitle: (name: string) => `Delete the bank “${name}”`, deleteNote: (n: string) => `The prints of its ${n} pictures go with it and are compared no more within a second. This cannot be made good.`, confirmDelete: 'Hold to delete',
    entries: 'Pictures of the bank', noEntries: 'The bank has no pictures yet', noEntriesNote: 'Drop pictures above, or add them while reviewing.', print: 'Print', note: 'Note', from: 'From', uploaded: 'a file', by: 'Added by', at: 'Added', removeEntry: 'Take out of the bank', removed: 'Taken out; compared no more within a second.',
    drop: 'Drop pictures here, or', choose: 'Choose files', dropNote: 'JPEG, PNG, GIF, WebP or BMP of at most 20 MB each. Only prints are kept, no picture.', notes: 'Note (optional)', adding: (done: number, of: number) => `Adding ${done} of ${of}`, added: (n: number) => `${n} added; they count within a second. What was there already is there once.`, notAdded: 'Not added:',
    bad_kind: 'no picture of a known form', bad_large: 'over 20 MB', bad_empty: 'the file is empty', plain: 'there is too little in it to be known again', full: 'the banks are full', gone: 'it is no longer at its address', huge: 'it is too large', noAddress: 'its address may not be called', noAnswer: 'its server does not answer',
    addToBank: 'Add to a bank', addTitle: 'Add to a bank', bank: 'Bank', add: 'Add', addedOne: 'It is in the bank', noBanks: 'There is no bank for it; make one on the page of picture banks.', addNote: 'From now on, what is like it is treated as the bank says.',
    tryNote: 'Choose a picture and see what becomes of it: compared with the banks, its codes read, the detector asked. It is not kept.', tryApp: 'As of', sharedOnly: 'Shared banks alone', nothingYet: 'Put a picture at the left', result: 'What becomes of it', yours: 'Your picture (blurred)',
    sure: 'Sure', matches: 'Compared with the banks', noMatches: 'No bank has a picture like it.', distance: 'Differs', distanceNote: (n: number) => `${n} of 256 bits differ; up to 31 it counts as alike`, codes: 'What its codes say', noCodes: 'It has no QR code.', quality: (n: number) => `${n} of 100 to see`, poor: 'There is too little to see (below 50), so nothing is compared.', reasons: 'Reasons', copyHash: 'Copy the print',
  },
)
