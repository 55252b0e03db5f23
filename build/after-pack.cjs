const { rm } = require('node:fs/promises')
const { join } = require('node:path')

/** The runtime's own default application would start in place of ours if ours went missing. */
exports.default = ({ appOutDir }) =>
  rm(join(appOutDir, 'resources', 'default_app.asar'), { force: true })
