namespace Nightjar.Server.Extensibility;

/// <summary>An identity in service discovery.</summary>
/// <param name="Category">The category.</param>
/// <param name="Type">The type within it.</param>
/// <param name="Name">The name for people, or null.</param>
/// <param name="Scope">Whose.</param>
public sealed record AdvertisedIdentity(string Category, string Type, string? Name, IqScope Scope);
