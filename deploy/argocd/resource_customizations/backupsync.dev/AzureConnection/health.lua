-- VeeamConnection and AzureConnection follow kstatus: Ready always; Stalled only while somebody must do something.
local hs = {}
hs.status = "Progressing"
hs.message = "Waiting for the operator to look at this object"

local status = obj.status or {}
if status.observedGeneration ~= obj.metadata.generation then
  return hs
end

for _, condition in ipairs(status.conditions or {}) do
  if condition.type == "Ready" then
    hs.message = condition.message
    if condition.status == "True" then
      hs.status = "Healthy"
    elseif condition.status == "False" then
      hs.status = "Degraded"
    end
  end
end
return hs
