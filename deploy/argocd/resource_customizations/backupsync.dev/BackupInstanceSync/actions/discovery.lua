local state = nil
if obj.status ~= nil then
  state = obj.status.state
end
local suspended = obj.spec.suspend == true
local waiting = state == "Queued" or state == "Starting"
local running = state == "Synchronizing"

local actions = {}
actions["run"] = {["disabled"] = suspended or waiting or running, ["iconClass"] = "fa fa-fw fa-sync"}
-- Azure cannot stop what runs there; a run is taken out of the queue.
actions["cancel"] = {["disabled"] = not waiting, ["iconClass"] = "fa fa-fw fa-stop"}
actions["suspend"] = {["disabled"] = suspended, ["iconClass"] = "fa fa-fw fa-pause"}
actions["resume"] = {["disabled"] = not suspended, ["iconClass"] = "fa fa-fw fa-play"}
return actions
