using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Drawings;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Platform.Operations;
using Fabrique.Web.Platform.Studio;
using Fabrique.Workflows;
using Fabrique.Workflows.Api;
using Microsoft.Extensions.Options;

namespace Fabrique.Web.Setup;

internal static class MailSetup
{
    private const string DefaultAddress = "http://localhost:5000";

    public static WebApplicationBuilder AddFabriqueMail(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<MailOptions>().BindConfiguration(MailOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<MailOptions>, MailOptionsValidator>();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<MailOptions>>().Value);

        services.AddSingleton(provider => MessageCatalog.Load(ShippedWorkflows.Folder(provider.GetRequiredService<IConfiguration>()), provider.GetRequiredService<MergeTags>()));
        services.AddSingleton(provider => new PublicAddress(PublicUrl(provider.GetRequiredService<MailOptions>(), builder.Configuration)));
        services.AddSingleton<DrawingRule>(provider => new MessageRule(key => provider.GetRequiredService<MessageCatalog>().Contains(key)));
        services.AddSingleton<MessageRenderer>();
        services.AddSingleton<IActivityOptions, PickLists>();
        services.AddSingleton<MessageSenderIdentity>();
        services.AddScoped<IWorkflowMailer, ProcedureMailer>();
        services.AddScoped<IMailTransport>(provider => provider.GetRequiredService<MailOptions>() is { Mode: MailMode.Smtp } options
            ? new SmtpTransport(options)
            : new MailboxTransport());
        return builder;
    }

    /// <summary>At start: a broken message stops it, not the day it is due.</summary>
    /// <exception cref="MessageCatalogException">Some messages are broken.</exception>
    public static void ReadMessages(this WebApplication app) => app.Services.GetRequiredService<MessageCatalog>();

    // On a developer's machine the site is reached where it listens.
    private static Uri PublicUrl(MailOptions options, ConfigurationManager configuration)
    {
        var listening = (configuration["urls"] ?? "").Split(';').FirstOrDefault(MailOptionsValidator.IsHttpAddress);
        return new Uri(options.PublicUrl ?? listening ?? DefaultAddress);
    }
}
