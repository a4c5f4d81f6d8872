# python3 server.py <libchdb> <argument...>: ClickHouse's own command line and servers out of chDB's library, which keeps them
# behind `clickhouse local` and has no program of its own. Ends when it is killed.
import ctypes
import sys

library, *arguments = sys.argv[1:]
words = [word.encode() for word in ["clickhouse", *arguments]]
engine = ctypes.CDLL(library)
engine.chdb_query_cmdline.restype = ctypes.c_void_p
engine.chdb_result_error.restype = ctypes.c_char_p
result = engine.chdb_query_cmdline(len(words), (ctypes.c_char_p * len(words))(*words))
error = engine.chdb_result_error(ctypes.c_void_p(result))
sys.exit(error.decode() if error else 0)
