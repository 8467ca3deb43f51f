using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Fabrique.Workflows.Api;

/// <summary>Turns the refusals of the runtime into those of the contract.</summary>
/// <param name="log">Where failures are told.</param>
internal sealed class FailureFilter(ILogger<FailureFilter> log) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (RefusedException exception)
        {
            return ApiResults.Refuse(exception.StatusCode, exception.Message);
        }
        catch (WorkflowNotFoundException)
        {
            return ApiResults.NotFound();
        }
        catch (WorkflowInUseException exception)
        {
            return ApiResults.Refuse(StatusCodes.Status409Conflict, context.HttpContext.InWords(exception));
        }
        catch (InstanceOverException exception)
        {
            return ApiResults.Refuse(StatusCodes.Status409Conflict, context.HttpContext.InWords(exception));
        }
        catch (InvalidVariableException exception)
        {
            return ApiResults.Refuse(StatusCodes.Status400BadRequest, context.HttpContext.InWords(exception));
        }
        catch (InvalidInputException exception)
        {
            return ApiResults.Refuse(StatusCodes.Status400BadRequest, context.HttpContext.InWords(exception));
        }
        catch (BadHttpRequestException exception)
        {
            return ApiResults.Refuse(exception.StatusCode, "La demande ne se lit pas, ou dépasse la taille permise.");
        }
        catch (JsonException exception)
        {
            return ApiResults.Refuse(StatusCodes.Status400BadRequest, $"Le JSON envoyé ne se lit pas. Détail technique : {exception.Message}");
        }
        catch (Exception exception) when (!context.HttpContext.RequestAborted.IsCancellationRequested && !context.HttpContext.Response.HasStarted)
        {
            log.LogError(exception, "{Method} {Path} failed.", context.HttpContext.Request.Method, context.HttpContext.Request.Path);
            return ApiResults.Refuse(StatusCodes.Status500InternalServerError, "Une erreur inattendue est survenue ; rien n’a été perdu de ce qui était enregistré. Réessayez, puis prévenez l’équipe si elle revient.");
        }
    }
}
