using System.ComponentModel.DataAnnotations;
using Fabrique.Web.Kernel.Hosting;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Options;

namespace Fabrique.Web.Setup;

/// <summary>Section <c>Fabrique</c>: what this process does.</summary>
public sealed class FabriqueOptions
{
    public const string Section = "Fabrique";

    /// <summary><c>all</c>, <c>worker</c> (both too: a process of its own for the jobs), or <c>web</c> (pages only).</summary>
    [AllowedValues("all", "web", "worker", ErrorMessage = "Fabrique:Role doit valoir all, web ou worker.")]
    public string Role { get; init; } = "all";

    public bool RunsJobs => Role is not "web";
}

internal static class HostSetup
{
    /// <summary>Where a development build listens unless it is told where.</summary>
    private const string DevelopmentUrl = "http://localhost:5080";

    // All that ASP.NET Core listens to, whatever it comes from: environment, command line, file.
    private static readonly string[] ListeningKeys = [WebHostDefaults.ServerUrlsKey, WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey];

    /// <summary>A publication holds its files beside the program, and is started from anywhere; a build finds them where they are written.</summary>
    public static WebApplicationOptions Options(string[] settings)
    {
        var published = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        return new WebApplicationOptions { Args = settings, WebRootPath = Directory.Exists(published) ? published : null };
    }

    public static WebApplicationBuilder AddFabriqueHost(this WebApplicationBuilder builder)
    {
        // The settings that come with the program hold wherever it is started from; a file in the folder it is started from goes before.
        var shipped = new JsonConfigurationSource { Path = Path.Combine(AppContext.BaseDirectory, "appsettings.json"), Optional = true };
        shipped.ResolveFileProvider();
        builder.Configuration.Sources.Insert(0, shipped);
        if (builder.Environment.IsDevelopment() && !IsToldWhereToListen(builder.Configuration))
        {
            // Not in the launch profile: what dotnet run takes from there replaces what the environment says.
            builder.WebHost.UseUrls(DevelopmentUrl);
        }

        builder.WebHost.UseStaticWebAssets();
        builder.Host.UseDefaultServiceProvider(provider =>
        {
            provider.ValidateOnBuild = true;
            provider.ValidateScopes = true;
        });

        var quiet = new StartUpLog();
        builder.Services
            .PostConfigure<LoggerFilterOptions>(quiet.AddTo)
            .AddSingleton(quiet)
            .AddSingleton<BoundAddresses>()
            .AddHttpContextAccessor()
            .AddSettings<FabriqueOptions>(FabriqueOptions.Section);
        return builder;
    }

    private static bool IsToldWhereToListen(ConfigurationManager configuration) =>
        ListeningKeys.Any(key => !string.IsNullOrEmpty(configuration[key])) || configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();

    /// <summary>Binds a section, checks its annotations when the application starts, and lets consumers ask for the class itself.</summary>
    public static IServiceCollection AddSettings<TOptions>(this IServiceCollection services, string section)
        where TOptions : class
    {
        services.AddOptions<TOptions>().BindConfiguration(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TOptions>, AnnotatedOptions<TOptions>>();
        return services.AddSingleton(provider => provider.GetRequiredService<IOptions<TOptions>>().Value);
    }
}

/// <summary>Checks annotations and reports their own messages, without the framework's English around them.</summary>
internal sealed class AnnotatedOptions<TOptions> : IValidateOptions<TOptions>
    where TOptions : class
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var results = new List<ValidationResult>();
        return Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(results.Select(result => result.ErrorMessage ?? "Valeur refusée."));
    }
}
