using Microsoft.AspNetCore.Http;
using OneOnOne.Http.Privacy;

namespace OneOnOne.Http;

/// <summary>Turns mistakes into plain answers: 400 (or what else it says of itself) for a bad question, 404 for what is not there.</summary>
internal sealed class UserErrors : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (UserErrorException e)
        {
            return new ErrorAnswer(StatusCodes.Status404NotFound, e.Message);
        }
        catch (AuditUnavailableException e)
        {
            return new ErrorAnswer(StatusCodes.Status503ServiceUnavailable, e.Message);
        }
        catch (BadHttpRequestException e)
        {
            return new ErrorAnswer(e.StatusCode, e.Message);
        }
    }
}
