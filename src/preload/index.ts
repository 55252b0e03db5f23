import { contextBridge } from 'electron'
import { deskApi } from './desk-api.ts'

/** The one object that the page sees. It holds functions only, none of which hands on Electron. */
contextBridge.exposeInMainWorld('desk', deskApi)
