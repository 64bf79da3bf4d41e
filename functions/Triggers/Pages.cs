using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using OneOnOne.Functions.Web;

namespace OneOnOne.Functions.Triggers;

/// <summary>Serves the pages and the files they use. Anonymous to the Functions host, because the app's own policy decides and denies by default.</summary>
public sealed class Pages(HttpPipeline pipeline)
{
    [Function(nameof(Pages))]
    public Task<IActionResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "post", Route = "{*path}")] HttpRequest request) =>
        pipeline.HandleAsync(request.HttpContext);
}
