using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using OneOnOne.Functions.Web;

namespace OneOnOne.Functions.Triggers;

/// <summary>Serves everything under /api. Anonymous to the Functions host, because the app's own policy decides and denies by default.</summary>
public sealed class Api(HttpPipeline pipeline)
{
    [Function(nameof(Api))]
    public Task<IActionResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "post", "put", "patch", "delete", Route = "api/{*path}")] HttpRequest request) =>
        pipeline.HandleAsync(request.HttpContext);
}
