"""OpenStack Swift with its S3 interface in one process on 127.0.0.1, for tests: the account, container and object servers
and the proxy in front of them, on ports that the system chooses, with one device in the folder that is given.

Prints the proxy's port on a line of its own once it answers. Ends when its standard input ends.
"""

import os
import sys

import eventlet
import eventlet.wsgi

eventlet.monkey_patch()

from swift.common import storage_policy, utils  # noqa: E402

folder = os.path.abspath(sys.argv[1])
os.makedirs(os.path.join(folder, "devices", "one"))

with open(os.path.join(folder, "swift.conf"), "w") as conf:
    conf.write("[swift-hash]\nswift_hash_path_suffix = tests\n[storage-policy:0]\nname = gold\ndefault = yes\n")
utils.set_swift_dir(folder)
storage_policy.reload_storage_policies()

from swift.account.server import AccountController  # noqa: E402
from swift.common.ring import RingBuilder  # noqa: E402
from swift.common.wsgi import SwiftHttpProtocol, loadapp  # noqa: E402
from swift.container.server import ContainerController  # noqa: E402
from swift.obj.server import ObjectController  # noqa: E402

conf = {"swift_dir": folder, "devices": os.path.join(folder, "devices"), "mount_check": "false", "bind_ip": "127.0.0.1"}


def serve(app, sock):
    eventlet.spawn(eventlet.wsgi.server, sock, app, utils.NullLogger(), protocol=SwiftHttpProtocol, socket_timeout=30)


def serve_part(kind, controller):
    sock = eventlet.listen(("127.0.0.1", 0))
    ring = RingBuilder(0, 1, 1)
    ring.add_dev({"id": 0, "region": 1, "zone": 1, "weight": 1, "ip": "127.0.0.1", "port": sock.getsockname()[1], "device": "one"})
    ring.rebalance()
    ring.get_ring().save(os.path.join(folder, kind + ".ring.gz"))
    serve(controller(conf), sock)


serve_part("account", AccountController)
serve_part("container", ContainerController)
serve_part("object", ObjectController)

with open(os.path.join(folder, "proxy.conf"), "w") as proxy:
    proxy.write(
        """[DEFAULT]
swift_dir = %s
[pipeline:main]
pipeline = catch_errors cache listing_formats s3api tempauth bulk slo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:1
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
check_bucket_owner = true
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = testing .admin
user_test_other = testing2 .admin
[filter:bulk]
use = egg:swift#bulk
[filter:slo]
use = egg:swift#slo
"""
        % folder
    )

sock = eventlet.listen(("127.0.0.1", 0))
serve(loadapp(os.path.join(folder, "proxy.conf")), sock)
print(sock.getsockname()[1], flush=True)
eventlet.tpool.execute(sys.stdin.read)
