-- RepositorySync and BackupInstanceSync follow kstatus: Ready always; Reconciling and Stalled only while they hold.
local hs = {}
hs.status = "Progressing"
hs.message = "Waiting for the operator to look at this object"

local status = obj.status or {}
if status.observedGeneration ~= obj.metadata.generation then
  return hs
end

local conditions = {}
for _, condition in ipairs(status.conditions or {}) do
  conditions[condition.type] = condition
end
local ready = conditions["Ready"]
if ready == nil then
  return hs
end
hs.message = ready.message

local known = {
  Pending = true,
  Queued = true,
  Starting = true,
  Synchronizing = true,
  Succeeded = true,
  Failed = true,
  Cancelled = true,
}
if not known[status.state] then
  hs.message = "State " .. tostring(status.state) .. " is not known to this health check: " .. ready.message
  return hs
end

local stalled = conditions["Stalled"]
if stalled ~= nil and stalled.status == "True" then
  hs.status = "Degraded"
  hs.message = stalled.message
  return hs
end

-- A run in flight is followed to its end, also while suspended.
if obj.spec.suspend == true and ready.reason == "Suspended" then
  hs.status = "Suspended"
  return hs
end
if obj.spec.suspend == true and conditions["Reconciling"] == nil then
  hs.status = "Suspended"
  hs.message = "Suspended: no run starts until spec.suspend is false. The last one: " .. ready.message
  return hs
end

if ready.status == "True" then
  hs.status = "Healthy"
end
return hs
