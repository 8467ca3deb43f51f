using Fabrique.Web.Kernel.Hosting;
using Microsoft.Extensions.Options;

namespace Fabrique.Web.Features.SignIn;

/// <summary>Refuses to start without a complete registration: Microsoft.Identity.Web would only fail at the first sign-in.</summary>
internal sealed class EntraValidation(DemoMode demo) : IValidateOptions<AuthenticationOptions>
{
    public ValidateOptionsResult Validate(string? name, AuthenticationOptions options)
    {
        if (demo.IsOn)
        {
            return ValidateOptionsResult.Skip;
        }

        var problems = (options.Entra ?? new EntraRegistration()).Problems().ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
