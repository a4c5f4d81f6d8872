import type { SourceMapInfo } from '@/core/settings/source-map-settings';
import { isoTime } from './time';

export function toSourceMapView(map: SourceMapInfo) {
  return { ...map, createdAt: isoTime(map.createdAt) };
}
