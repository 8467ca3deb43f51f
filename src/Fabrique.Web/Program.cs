using Fabrique.Web.Setup;

var command = CommandLine.Parse(args);
return await StartUp.GuardAsync(command, async () =>
{
    var builder = WebApplication.CreateBuilder(HostSetup.Options(command.Settings));
    var modules = Modules.Load(builder.Configuration);
    builder
        .AddFabriqueHost()
        .AddFabriqueDatabase(modules)
        .AddFabriqueClock()
        .AddFabriqueWorkflows(modules)
        .AddFabriqueHttpWorkflows()
        .AddFabriqueWorkflowApi()
        .AddFabriqueMail()
        .AddFabriqueJobs()
        .AddFabriqueIdentity(modules)
        .AddFabriqueSecurity()
        .AddFabriquePages(modules)
        .AddFabriqueFrontEnd()
        .AddFabriqueHealth()
        .AddFabriqueTelemetry();

    await using var app = builder.Build();
    if (command.Verb is not null)
    {
        return await command.RunAsync(app);
    }

    app
        .UseFabriqueSecurity()
        .UseFabriqueStudio()
        .UseFabriqueIdentity()
        .UseFabriqueForms();
    app
        .MapFabriqueHealth()
        .MapFabriqueTelemetry()
        .MapFabriqueIdentity()
        .MapFabriqueJobs()
        .MapFabriqueHttpWorkflows()
        .MapFabriqueStudio()
        .MapFabriqueWorkflowApi()
        .MapFabriquePages();
    return await command.RunAsync(app);
});

/// <summary>Entry point, visible to the tests that host the application.</summary>
public partial class Program;
