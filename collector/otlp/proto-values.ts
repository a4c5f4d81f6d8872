import type { AttributeValue } from '@/core/model/attributes';
import { AttributeCache } from './attribute-cache';
import { MAX_NAME_BYTES, MAX_VALUE_DEPTH } from './limits';
import type { ProtoReader } from './proto-reader';
import { CUT_MARK } from './text';
import {
  type AttributeSink,
  afford,
  bytesValue,
  DEPTH_MARK,
  doubleValue,
  emptyMap,
  integerValue,
  type ValueBudget,
  valueBudget,
} from './values';

/** Shared by all bodies of this thread. */
const ATTRIBUTES = new AttributeCache();

/** Reads the current KeyValue into the sink. */
export function readAttribute(reader: ProtoReader, sink: AttributeSink): void {
  if (!sink.admit()) {
    reader.skip();
    return;
  }
  const known = reader.known(ATTRIBUTES);
  if (known >= 0) {
    sink.put(ATTRIBUTES.keyAt(known), ATTRIBUTES.valueAt(known));
    return;
  }
  const outer = reader.enter();
  let key = '';
  let value: AttributeValue = null;
  while (reader.next()) {
    if (reader.field === 1) key = reader.text(MAX_NAME_BYTES);
    else if (reader.field === 2) value = readValue(reader, valueBudget(key), 1);
    else reader.skip();
  }
  reader.leave(outer);
  ATTRIBUTES.keep(key, value);
  sink.put(key, value);
}

/** Reads the current AnyValue; null when it is empty. */
export function readValue(reader: ProtoReader, budget: ValueBudget, depth: number): AttributeValue {
  const outer = reader.enter();
  let value: AttributeValue = null;
  while (reader.next()) value = readContent(reader, budget, depth, value);
  reader.leave(outer);
  return value;
}

function readContent(
  reader: ProtoReader,
  budget: ValueBudget,
  depth: number,
  before: AttributeValue,
): AttributeValue {
  switch (reader.field) {
    case 1: {
      const most = Math.max(0, budget.left);
      budget.left -= reader.peekLength();
      return reader.text(most);
    }
    case 2:
      return reader.number() !== 0;
    case 3: {
      const value = reader.int64();
      return typeof value === 'number' ? value : integerValue(value);
    }
    case 4:
      return doubleValue(reader.double());
    case 5:
    case 6:
      if (depth > MAX_VALUE_DEPTH) {
        reader.skip();
        return DEPTH_MARK;
      }
      return reader.field === 5 ? readList(reader, budget, depth) : readMap(reader, budget, depth);
    case 7:
      return bytesValue(reader.data(), budget);
    default:
      reader.skip();
      return before;
  }
}

function readList(reader: ProtoReader, budget: ValueBudget, depth: number): AttributeValue {
  const list: AttributeValue[] = [];
  let full = false;
  return reader.message(() => {
    while (reader.next()) {
      if (reader.field !== 1 || full) {
        reader.skip();
      } else if (afford(budget, 1)) {
        list.push(readValue(reader, budget, depth + 1));
      } else {
        full = true;
        list.push(CUT_MARK);
        reader.skip();
      }
    }
    return list;
  });
}

function readMap(reader: ProtoReader, budget: ValueBudget, depth: number): AttributeValue {
  const map = emptyMap();
  let full = false;
  return reader.message(() => {
    while (reader.next()) {
      if (reader.field !== 1 || full) {
        reader.skip();
      } else if (afford(budget, 1)) {
        readEntry(reader, map, budget, depth);
      } else {
        full = true;
        map[CUT_MARK] = CUT_MARK;
        reader.skip();
      }
    }
    return map;
  });
}

function readEntry(
  reader: ProtoReader,
  map: Record<string, AttributeValue>,
  budget: ValueBudget,
  depth: number,
): void {
  reader.message(() => {
    let key = '';
    let value: AttributeValue = null;
    while (reader.next()) {
      if (reader.field === 1) {
        budget.left -= reader.peekLength();
        key = reader.text(MAX_NAME_BYTES);
      } else if (reader.field === 2) value = readValue(reader, budget, depth + 1);
      else reader.skip();
    }
    map[key] = value;
  });
}
