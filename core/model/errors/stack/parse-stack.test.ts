import { expect, it } from 'vitest';
import { cpuMs } from '@/core/testing/cpu-ms';
import { stableFile } from './frame';
import { parseStack, topOwnFrame } from './parse-stack';

const top = (stack: string) => {
  const frame = topOwnFrame(stack);
  return frame === null ? null : `${frame.function} | ${stableFile(frame.file)}`;
};

it('finds the own frame of a Node stack below packages and the runtime', () => {
  const stack = `TypeError: Cannot read properties of undefined (reading 'id')
    at Array.map (<anonymous>)
    at Layer.handle [as handle_request] (/var/task/node_modules/express/lib/router/layer.js:95:5)
    at async OrderService.load (file:///var/task/src/orders/service.mjs:14:22)
    at async Runtime.handler (file:///var/task/index.mjs:3:10)
    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)
    at async Runtime.handleOnceNonStreaming (file:///var/runtime/index.mjs:1173:29)`;
  expect(top(stack)).toBe('OrderService.load | orders/service.mjs');
  expect(parseStack(stack).map(({ own }) => own)).toEqual([false, false, true, true, false, false]);
});

it.each([
  ['a plain handler', '    at Runtime.handler (/var/task/index.js:3:9)', 'handler | task/index.js'],
  ['an anonymous function', '    at /var/task/app.js:10:3', ' | task/app.js'],
  ['a method called through an object', '    at Object.load [as fn] (/app/lib/x.js:1:2)', 'load | lib/x.js'],
  ['a constructor', '    at new Cart (/app/lib/cart.js:7:11)', 'Cart | lib/cart.js'],
  ['Windows', '    at run (C:\\home\\site\\wwwroot\\dist\\main.js:7:11)', 'run | dist/main.js'],
  ['webpack', '    at load (webpack-internal:///(rsc)/./src/lib/db.ts:20:11)', 'load | lib/db.ts'],
  ['a minified bundle', '    at t (/var/task/.next/server/chunks/4823.js:1:22841)', ' | chunks/#.js'],
  ['a hashed bundle', '    at render (/var/task/dist/main-3f9a8b7c.js:1:22841)', 'render | dist/main-#.js'],
  [
    'Deno',
    '    at serve (file:///src/main.ts:4:9)\n    at ext:deno_http/00_serve.ts:369:18',
    'serve | src/main.ts',
  ],
  ['Workers', '    at Object.fetch (worker.js:25:13)', 'fetch | worker.js'],
])('reads a JavaScript frame of %s', (_, stack, expected) => {
  expect(top(`Error: x\n${stack}`)).toBe(expected);
});

it('finds the innermost own frame of a Python traceback, which is its last one', () => {
  const stack = `Traceback (most recent call last):
  File "/var/runtime/bootstrap.py", line 63, in handle_event_request
    response = request_handler(json.loads(event), lambda_context)
  File "/var/task/app.py", line 12, in handler
    return load_order(event["id"])
  File "/var/task/orders/store.py", line 40, in load_order
    return table.get_item(Key={"id": order_id})["Item"]
  File "/opt/python/lib/python3.12/site-packages/boto3/resources/factory.py", line 581, in do_action
    response = action(self, *args, **kwargs)
KeyError: 'Item'`;
  expect(top(stack)).toBe('load_order | orders/store.py');
  expect(top('  File "/var/task/app.py", line 3, in <module>\n')).toBe(' | task/app.py');
});

it('finds the own frame of a Java stack and forgets the numbers of lambdas and proxies', () => {
  const stack = `java.lang.IllegalStateException: no stock
\tat java.base/java.util.Optional.orElseThrow(Optional.java:403)
\tat com.acme.shop.Orders.lambda$load$3(Orders.java:42)
\tat com.acme.shop.Orders$$Lambda$57/0x0000000800c8e000.apply(Unknown Source)
\tat com.amazonaws.services.lambda.runtime.api.client.EventHandlerLoader.load(EventHandlerLoader.java:1)
\tat lambdainternal.AWSLambda.main(AWSLambda.java:70)
Caused by: java.io.IOException: closed
\tat com.acme.shop.Db.read(Db.java:7)
\t... 12 more`;
  expect(top(stack)).toBe('load | com.acme.shop.Orders');
  expect(parseStack(stack)).toHaveLength(6);
});

it('finds the own frame of a .NET stack, of asynchronous methods by their own names', () => {
  const stack = `System.NullReferenceException: Object reference not set to an instance of an object.
   at System.Linq.Enumerable.First[TSource](IEnumerable\`1 source)
   at Acme.Shop.Orders.<LoadAsync>d__5.MoveNext() in /src/Shop/Orders.cs:line 42
--- End of stack trace from previous location ---
   at System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw()
   at Acme.Shop.Function.Handler(String id, ILambdaContext context) in /src/Shop/Function.cs:line 12
   at lambda_method1(Closure , Stream , ILambdaContext , Stream )
   at Amazon.Lambda.RuntimeSupport.HandlerWrapper.<>c__DisplayClass8_0.<GetHandlerWrapper>b__0()`;
  expect(top(stack)).toBe('LoadAsync | Shop/Orders.cs');
  expect(top('   at Acme.Shop.Cart..ctor(Int32 size)')).toBe('.ctor | Acme.Shop.Cart');
  expect(top('   at Acme.Shop.Cart.<Add>b__7_0(Item i)')).toBe('Add | Acme.Shop.Cart');
});

it('finds the own frame of a Ruby backtrace, of old and new quotes', () => {
  const stack = `/var/task/vendor/bundle/ruby/3.3.0/gems/pg-1.5/lib/pg/connection.rb:12:in 'PG::Connection#exec'
/var/task/orders.rb:14:in 'block (2 levels) in Orders#load'
/var/task/app.rb:5:in 'Object#handler'
/var/runtime/lib/runtime.rb:9:in '<main>'`;
  expect(top(stack)).toBe('Orders#load | task/orders.rb');
  expect(top("\tfrom app.rb:5:in `handler'")).toBe('handler | app.rb');
});

it('finds the own frame of a Go stack below the panic and the standard library', () => {
  const stack = `goroutine 24 [running]:
runtime/debug.Stack()
\t/usr/local/go/src/runtime/debug/stack.go:26 +0x5e
panic({0x8b1a20?, 0xc00001c0d8?})
\t/usr/local/go/src/runtime/panic.go:785 +0x132
example.org/shop/orders.(*Store).Load.func1(0xc000012345, {0xc0000a6000, 0x5})
\t/build/orders/store.go:88 +0x1d
main.handler({0x9d6e70, 0xc000090000})
\t/build/main.go:12 +0x25
github.com/aws/aws-lambda-go/lambda.(*lambdaHandler).Invoke(0xc000098000)
\t/go/pkg/mod/github.com/aws/aws-lambda-go@v1.47.0/lambda/handler.go:1 +0x3
created by main.main in goroutine 1
\t/build/main.go:30 +0x88`;
  expect(top(stack)).toBe('orders.(*Store).Load | orders/store.go');
});

it.each(['', 'no frames here', '    at ', 'File "', 'at (', '\tat .(:1:2)', 'x\n\t/a.go:1'])(
  'answers nothing but frames for %j',
  (text) => {
    for (const frame of parseStack(text)) expect(frame.file).not.toBe('');
  },
);

it('reads the longest hostile stack within a fraction of a second', () => {
  const lines = [
    'at '.repeat(3_000),
    `at ${'a.'.repeat(9_000)}(`,
    ` at ${'('.repeat(9_000)}`,
    `at x${' [as '.repeat(900)}`,
  ];
  const texts = [...lines, '\tat ', '  File "', 'a:1:in `'].map((line) =>
    `${line}${line}\n`.repeat(100_000 / line.length),
  );
  const ms = cpuMs(() => {
    for (const text of texts) parseStack(text.slice(0, 1_000_000));
  });
  expect(ms).toBeLessThan(20_000);
});
