// Everything that OneOnOne needs in Azure, in one resource group: the Functions app, its queues, its database, its vault, its alerts.
//
//   az deployment group create --resource-group oneonone -f infra.bicep -p alertEmail=… deliveryFrom=… deliveryDomains=… entraClientId=…
//
// The app signs in everywhere as one identity. No key and no connection string opens anything that is made here, and no parameter is a
// secret: the one that there is goes into the vault afterwards. docs/deploy.md goes through it step by step, and a test holds this file
// against the code.

targetScope = 'resourceGroup'

// ---------------------------------------------------------------------------------------------------------------- parameters

@description('Region of everything. Flex Consumption has to be offered there: az functionapp list-flexconsumption-locations.')
param location string = resourceGroup().location

@description('Begins the names of all resources: lower-case letters and digits, a letter first.')
@minLength(3)
@maxLength(11)
param namePrefix string = 'oneonone'

@description('Where mail goes. sandbox: SendGrid checks it and delivers none. redirect: to mailRedirectTo alone. live: to reps and managers.')
@allowed(['sandbox', 'redirect', 'live'])
param mail string = 'sandbox'

@description('With mail=redirect: the addresses that get every mail instead of its reader, separated by commas.')
param mailRedirectTo string = ''

@description('Sender of the briefs; SendGrid must know it as a verified sender.')
param deliveryFrom string

@description('Domains that briefs may be mailed to, separated by commas.')
param deliveryDomains string

@description('SendGrid\'s public key for the signatures of its event webhook, in base64. Not a secret. Empty: the webhook answers 404.')
param sendGridWebhookPublicKey string = ''

@description('Whether mails have links to forms. Before it is true, the key that signs them has to be in the vault: docs/deploy.md.')
param signedLinks bool = false

@description('Client id of the app registration that people sign in with.')
param entraClientId string

@description('Directory whose people may sign in.')
param entraTenantId string = tenant().tenantId

@description('Claim that is compared with the CRM\'s e-mail addresses to tell who somebody is.')
param entraPersonClaim string = 'preferred_username'

@description('Time zone of people who have none of their own, by its IANA name.')
param timeZone string = 'UTC'

@description('When a snapshot is read: an NCRONTAB expression in UTC.')
param ingestSchedule string = '0 0 3 * * *'

@description('When briefs are planned: an NCRONTAB expression in UTC.')
param planSchedule string = '0 */15 * * * *'

@description('Further app settings, such as { Thresholds__StallBusinessDays: \'15\' }. See docs/thresholds.md and docs/settings.md. A name that the app does not know stops it at start.')
param settings object = {}

@description('Name of the mapping blob beside the exports. Empty: they have the columns of docs/csv-format.md.')
param ingestMapping string = ''

@description('CRM that is read over its API. Before it is named here, its secret has to be in the vault: docs/deploy.md. Empty: exports in the container are read.')
@allowed(['', 'Salesforce', 'HubSpot'])
param crm string = ''

@description('0: Cosmos DB is billed per request (serverless). Else autoscale: the most request units per second, for all containers together. Decide before the first deployment.')
@minValue(0)
@maxValue(1000000)
param cosmosMaxThroughput int = 0

@description('How many instances the app may have at once.')
@minValue(1)
@maxValue(1000)
param maximumInstances int = 40

@description('Memory of an instance in MB. An ingest holds one snapshot in memory.')
@allowed([512, 2048, 4096])
param instanceMemory int = 2048

@description('Who is told about alerts.')
param alertEmail string

@description('Days for which logs are kept.')
@minValue(30)
@maxValue(730)
param logDays int = 30

// ---------------------------------------------------------------------------------------------------------------------- names

var unique = uniqueString(resourceGroup().id)
var appName = '${namePrefix}-${unique}'
var appUrl = 'https://${appName}.azurewebsites.net'
var sendGridKeySecret = 'sendgrid-api-key'
var linkKeySecret = 'link-key'
var crmSecret = 'crm-secret'

// The wire's names. Each is also an app setting: triggers and sender read them from there.
var analyzeRepTopic = 'analyze-rep'
var stallsSubscription = 'stalls'
var slipsSubscription = 'slips'
var stageOutliersSubscription = 'stage-outliers'
var orchestrateBriefQueue = 'orchestrate-brief'
var deliverBriefQueue = 'deliver-brief'

// Built-in roles.
var serviceBusDataSender = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39')
var serviceBusDataReceiver = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0')
var storageBlobDataReader = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1')
var storageBlobDataContributor = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'ba92f5b4-2d11-453d-a403-e96b0029c9fe')
var storageBlobDataOwner = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b')
var keyVaultSecretsUser = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '4633458b-17de-408a-b874-0445c86b69e6')
var monitoringMetricsPublisher = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '3913510d-42f4-4e42-8a64-420c390055eb')

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${namePrefix}-app'
  location: location
}

// ----------------------------------------------------------------------------------------------------------------------- logs

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: '${namePrefix}-logs'
  location: location
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: logDays
    features: { disableLocalAuth: true }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: '${namePrefix}-insights'
  location: location
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    DisableLocalAuth: true
  }
}

resource insightsPublisher 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(insights.id, identity.id, monitoringMetricsPublisher)
  scope: insights
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: monitoringMetricsPublisher
  }
}

// -------------------------------------------------------------------------------------------------------------------- storage

// The Functions host's own: the deployed package, timers' leases, host keys. No data of the product.
resource storage 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: take('st${toLower(replace(namePrefix, '-', ''))}${unique}', 24)
  location: location
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2024-01-01' = {
  parent: storage
  name: 'default'
}

resource packages 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' = {
  parent: blobs
  name: 'packages'
  properties: { publicAccess: 'None' }
}

// On the account: the host makes containers of its own for leases and keys. The account holds nothing else.
resource storageOwner 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(storage.id, identity.id, storageBlobDataOwner)
  scope: storage
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: storageBlobDataOwner
  }
}

// What the CRM is exported to. An account of its own, because the app may write everywhere in the other one and must only read here.
resource exportStorage 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: take('ex${toLower(replace(namePrefix, '-', ''))}${unique}', 24)
  location: location
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

resource exportBlobs 'Microsoft.Storage/storageAccounts/blobServices@2024-01-01' = {
  parent: exportStorage
  name: 'default'
}

resource exports 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' = {
  parent: exportBlobs
  name: 'exports'
  properties: { publicAccess: 'None' }
}

resource exportsReader 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(exports.id, identity.id, storageBlobDataReader)
  scope: exports
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: storageBlobDataReader
  }
}

// What was read of a CRM's API, from one tick to the next.
resource mirrors 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' = {
  parent: exportBlobs
  name: 'mirrors'
  properties: { publicAccess: 'None' }
}

resource mirrorsContributor 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(mirrors.id, identity.id, storageBlobDataContributor)
  scope: mirrors
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: storageBlobDataContributor
  }
}

// ---------------------------------------------------------------------------------------------------------------------- vault

// Purge protection cannot be taken back: a deleted vault keeps its name for 90 days and is recovered, not made anew.
resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: take('${namePrefix}-${unique}', 24)
  location: location
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enablePurgeProtection: true
  }
}

// On the vault, which is this app's alone: a secret that is put there later is no resource that a role could be given on now.
resource vaultReader 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, identity.id, keyVaultSecretsUser)
  scope: vault
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: keyVaultSecretsUser
  }
}

// ---------------------------------------------------------------------------------------------------------------- Service Bus

resource bus 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: '${namePrefix}-${unique}'
  location: location
  sku: { name: 'Standard', tier: 'Standard' }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
  }
}

// The same everywhere, and why:
// - lockDuration: how soon the work of a process that died is taken up. The host renews it while a handler runs (host.json).
// - maxDeliveryCount: deaths of processes only. Failures are retried by copies of our own, on our own schedule.
// - duplicate window: longer than all those deliveries together, so that what was sent before a death is not sent twice. Nothing
//   rests on it: ids carry attempt and round, and every step may run twice.
// - time to live: longer than the longest lead time. What is older belongs to a one-on-one that is over; it becomes a dead letter.
// - partitioning: off. It saves nothing at this rate and would split batches.

resource analyzeRep 'Microsoft.ServiceBus/namespaces/topics@2024-01-01' = {
  parent: bus
  name: analyzeRepTopic
  properties: {
    defaultMessageTimeToLive: 'P15D'
    duplicateDetectionHistoryTimeWindow: 'PT2H'
    enableBatchedOperations: true
    enablePartitioning: false
    maxSizeInMegabytes: 1024
    requiresDuplicateDetection: true
    supportOrdering: false
  }
}

// One for each analysis, so that each is scaled, retried and given up on its own. None filters: each takes every message.
var analysisSubscription = {
  deadLetteringOnFilterEvaluationExceptions: true
  deadLetteringOnMessageExpiration: true
  defaultMessageTimeToLive: 'P15D'
  enableBatchedOperations: true
  lockDuration: 'PT1M'
  maxDeliveryCount: 10
  requiresSession: false
}

resource stalls 'Microsoft.ServiceBus/namespaces/topics/subscriptions@2024-01-01' = {
  parent: analyzeRep
  name: stallsSubscription
  properties: analysisSubscription
}

resource slips 'Microsoft.ServiceBus/namespaces/topics/subscriptions@2024-01-01' = {
  parent: analyzeRep
  name: slipsSubscription
  properties: analysisSubscription
}

resource stageOutliers 'Microsoft.ServiceBus/namespaces/topics/subscriptions@2024-01-01' = {
  parent: analyzeRep
  name: stageOutliersSubscription
  properties: analysisSubscription
}

resource orchestrateBrief 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = {
  parent: bus
  name: orchestrateBriefQueue
  properties: {
    deadLetteringOnMessageExpiration: true
    defaultMessageTimeToLive: 'P15D'
    duplicateDetectionHistoryTimeWindow: 'PT2H'
    enableBatchedOperations: true
    enablePartitioning: false
    lockDuration: 'PT1M'
    maxDeliveryCount: 10
    maxSizeInMegabytes: 1024
    requiresDuplicateDetection: true
    requiresSession: true
  }
}

resource deliverBrief 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = {
  parent: bus
  name: deliverBriefQueue
  properties: {
    deadLetteringOnMessageExpiration: true
    defaultMessageTimeToLive: 'P15D'
    duplicateDetectionHistoryTimeWindow: 'PT2H'
    enableBatchedOperations: true
    enablePartitioning: false
    lockDuration: 'PT1M'
    maxDeliveryCount: 10
    maxSizeInMegabytes: 1024
    requiresDuplicateDetection: true
    requiresSession: false
  }
}

resource analyzeRepSender 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(analyzeRep.id, identity.id, serviceBusDataSender)
  scope: analyzeRep
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: serviceBusDataSender
  }
}

resource orchestrateBriefSender 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(orchestrateBrief.id, identity.id, serviceBusDataSender)
  scope: orchestrateBrief
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: serviceBusDataSender
  }
}

resource deliverBriefSender 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(deliverBrief.id, identity.id, serviceBusDataSender)
  scope: deliverBrief
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: serviceBusDataSender
  }
}

resource stallsReceiver 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(stalls.id, identity.id, serviceBusDataReceiver)
  scope: stalls
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: serviceBusDataReceiver
  }
}

resource slipsReceiver 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(slips.id, identity.id, serviceBusDataReceiver)
  scope: slips
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: serviceBusDataReceiver
  }
}

resource stageOutliersReceiver 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(stageOutliers.id, identity.id, serviceBusDataReceiver)
  scope: stageOutliers
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: serviceBusDataReceiver
  }
}

resource orchestrateBriefReceiver 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(orchestrateBrief.id, identity.id, serviceBusDataReceiver)
  scope: orchestrateBrief
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: serviceBusDataReceiver
  }
}

resource deliverBriefReceiver 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(deliverBrief.id, identity.id, serviceBusDataReceiver)
  scope: deliverBrief
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: serviceBusDataReceiver
  }
}

// ------------------------------------------------------------------------------------------------------------------ Cosmos DB

resource cosmos 'Microsoft.DocumentDB/databaseAccounts@2024-11-15' = {
  name: '${namePrefix}-${unique}'
  location: location
  kind: 'GlobalDocumentDB'
  properties: {
    databaseAccountOfferType: 'Standard'
    capabilities: cosmosMaxThroughput == 0 ? [{ name: 'EnableServerless' }] : []
    // Who sees that a snapshot was published sees all of it, whichever instance wrote it: docs/decisions/cosmos-visibility.md.
    consistencyPolicy: { defaultConsistencyLevel: 'Strong' }
    locations: [{ locationName: location, failoverPriority: 0, isZoneRedundant: false }]
    backupPolicy: {
      type: 'Continuous'
      continuousModeProperties: { tier: 'Continuous7Days' }
    }
    disableKeyBasedMetadataWriteAccess: true
    disableLocalAuth: true
    minimalTlsVersion: 'Tls12'
  }
}

resource database 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases@2024-11-15' = {
  parent: cosmos
  name: 'oneonone'
  properties: {
    resource: { id: 'oneonone' }
    options: cosmosMaxThroughput == 0 ? {} : { autoscaleSettings: { maxThroughput: cosmosMaxThroughput } }
  }
}

// Only what queries filter on is indexed: an index over the bodies would make every write several times as dear. The partition key is
// among it, because Cosmos DB leaves it out of a policy that excludes the rest.
resource books 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers@2024-11-15' = {
  parent: database
  name: 'books'
  properties: {
    resource: {
      id: 'books'
      partitionKey: { kind: 'Hash', version: 2, paths: ['/repId'] }
      indexingPolicy: {
        indexingMode: 'consistent'
        automatic: true
        includedPaths: [
          { path: '/repId/?' }
          { path: '/name/?' }
          { path: '/a/open/?' }
          { path: '/b/open/?' }
          { path: '/a/generation/?' }
          { path: '/b/generation/?' }
        ]
        excludedPaths: [{ path: '/*' }]
      }
    }
  }
}

resource runs 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers@2024-11-15' = {
  parent: database
  name: 'runs'
  properties: {
    resource: {
      id: 'runs'
      partitionKey: { kind: 'Hash', version: 2, paths: ['/runId'] }
      indexingPolicy: {
        indexingMode: 'consistent'
        automatic: true
        includedPaths: [
          { path: '/runId/?' }
          { path: '/kind/?' }
          { path: '/audience/?' }
        ]
        excludedPaths: [{ path: '/*' }]
      }
    }
  }
}

resource people 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers@2024-11-15' = {
  parent: database
  name: 'people'
  properties: {
    resource: {
      id: 'people'
      partitionKey: { kind: 'Hash', version: 2, paths: ['/personId'] }
      indexingPolicy: {
        indexingMode: 'consistent'
        automatic: true
        includedPaths: [
          { path: '/personId/?' }
          { path: '/inForceUntil/?' }
        ]
        excludedPaths: [{ path: '/*' }]
      }
    }
  }
}

// defaultTtl -1: each record says itself how long it stays.
resource audit 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers@2024-11-15' = {
  parent: database
  name: 'audit'
  properties: {
    resource: {
      id: 'audit'
      partitionKey: { kind: 'Hash', version: 2, paths: ['/personId'] }
      defaultTtl: -1
      indexingPolicy: {
        indexingMode: 'consistent'
        automatic: true
        includedPaths: [
          { path: '/personId/?' }
          { path: '/at/?' }
          { path: '/reader/?' }
        ]
        excludedPaths: [{ path: '/*' }]
      }
    }
  }
}

// Cosmos DB's own data contributor: it reads and writes documents, and can neither make a container nor drop one.
var cosmosDataContributor = '${cosmos.id}/sqlRoleDefinitions/00000000-0000-0000-0000-000000000002'

resource booksContributor 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2024-11-15' = {
  parent: cosmos
  name: guid(books.id, identity.id, cosmosDataContributor)
  properties: {
    principalId: identity.properties.principalId
    roleDefinitionId: cosmosDataContributor
    scope: '${cosmos.id}/dbs/${database.name}/colls/${books.name}'
  }
}

resource runsContributor 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2024-11-15' = {
  parent: cosmos
  name: guid(runs.id, identity.id, cosmosDataContributor)
  properties: {
    principalId: identity.properties.principalId
    roleDefinitionId: cosmosDataContributor
    scope: '${cosmos.id}/dbs/${database.name}/colls/${runs.name}'
  }
}

resource peopleContributor 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2024-11-15' = {
  parent: cosmos
  name: guid(people.id, identity.id, cosmosDataContributor)
  properties: {
    principalId: identity.properties.principalId
    roleDefinitionId: cosmosDataContributor
    scope: '${cosmos.id}/dbs/${database.name}/colls/${people.name}'
  }
}

resource auditContributor 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2024-11-15' = {
  parent: cosmos
  name: guid(audit.id, identity.id, cosmosDataContributor)
  properties: {
    principalId: identity.properties.principalId
    roleDefinitionId: cosmosDataContributor
    scope: '${cosmos.id}/dbs/${database.name}/colls/${audit.name}'
  }
}

// ------------------------------------------------------------------------------------------------------------------------ app

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: '${namePrefix}-plan'
  location: location
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

// The Functions host's settings first, then the app's own in the order of docs/queues.md and docs/settings.md.
var hostSettings = {
  AzureWebJobsStorage__accountName: storage.name
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identity.properties.clientId
  AzureWebJobsDisableHomepage: 'true'
  AZURE_FUNCTIONS_ENVIRONMENT: mail == 'live' ? 'Production' : 'Staging'
  APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.properties.clientId};Authorization=AAD'
  ServiceBus__credential: 'managedidentity'
  ServiceBus__clientId: identity.properties.clientId
}

var appSettings = {
  IngestSchedule: ingestSchedule
  PlanSchedule: planSchedule
  AnalyzeRepTopic: analyzeRep.name
  AnalyzeStallsSubscription: stalls.name
  AnalyzeSlipsSubscription: slips.name
  AnalyzeStageOutliersSubscription: stageOutliers.name
  OrchestrateBriefQueue: orchestrateBrief.name
  DeliverBriefQueue: deliverBrief.name
  ServiceBus__fullyQualifiedNamespace: '${bus.name}.servicebus.windows.net'
  AZURE_CLIENT_ID: identity.properties.clientId
  Cosmos__AccountEndpoint: cosmos.properties.documentEndpoint
  Cosmos__Database: database.name
  EntraId__TenantId: entraTenantId
  EntraId__ClientId: entraClientId
  EntraId__Instance: environment().authentication.loginEndpoint
  EntraId__PersonClaim: entraPersonClaim
  SendGrid__ApiKey: '@Microsoft.KeyVault(SecretUri=${vault.properties.vaultUri}secrets/${sendGridKeySecret})'
  SendGrid__Sandbox: mail == 'sandbox' ? 'true' : 'false'
  Delivery__FromAddress: deliveryFrom
  Delivery__AllowedDomains: deliveryDomains
  Company__TimeZone: timeZone
}

var redirectSettings = mail == 'redirect' ? { SendGrid__RedirectTo: mailRedirectTo } : {}
var webhookSettings = empty(sendGridWebhookPublicKey) ? {} : { SendGrid__WebhookPublicKey: sendGridWebhookPublicKey }
var linkSettings = signedLinks ? { Links__Key: '@Microsoft.KeyVault(SecretUri=${vault.properties.vaultUri}secrets/${linkKeySecret})', Links__BaseAddress: appUrl } : {}
var exportSettings = empty(crm) ? { Ingest__Container: '${exportStorage.properties.primaryEndpoints.blob}${exports.name}' } : {}
var crmSettings = empty(crm) ? {} : { Ingest__From: crm, Ingest__MirrorContainer: '${exportStorage.properties.primaryEndpoints.blob}${mirrors.name}' }
var salesforceSettings = crm == 'Salesforce' ? { Salesforce__ClientSecret: '@Microsoft.KeyVault(SecretUri=${vault.properties.vaultUri}secrets/${crmSecret})' } : {}
var hubSpotSettings = crm == 'HubSpot' ? { HubSpot__Token: '@Microsoft.KeyVault(SecretUri=${vault.properties.vaultUri}secrets/${crmSecret})' } : {}
var mappingSettings = empty(ingestMapping) ? {} : { Ingest__Mapping: ingestMapping }

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: appName
  location: location
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identity.id
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${storage.properties.primaryEndpoints.blob}${packages.name}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identity.id
          }
        }
      }
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      scaleAndConcurrency: {
        maximumInstanceCount: maximumInstances
        instanceMemoryMB: instanceMemory
      }
    }
    siteConfig: {
      ftpsState: 'Disabled'
      http20Enabled: true
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      // What is given as further settings cannot replace what is set here.
      appSettings: map(
        items(union(settings, hostSettings, appSettings, redirectSettings, webhookSettings, linkSettings, exportSettings, crmSettings, salesforceSettings, hubSpotSettings, mappingSettings)),
        setting => { name: setting.key, value: setting.value }
      )
    }
  }
  // The app's first start already needs its rights.
  dependsOn: [
    storageOwner, exportsReader, mirrorsContributor, vaultReader, insightsPublisher
    analyzeRepSender, orchestrateBriefSender, deliverBriefSender
    stallsReceiver, slipsReceiver, stageOutliersReceiver, orchestrateBriefReceiver, deliverBriefReceiver
    booksContributor, runsContributor, peopleContributor
  ]
}

// Code is deployed by whoever is signed in, never with a password.
resource noFtpPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: app
  name: 'ftp'
  properties: { allow: false }
}

resource noDeployPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: app
  name: 'scm'
  properties: { allow: false }
}

// App Service signs browsers in at /.auth/login/aad and forwards their ID token; it turns nobody away. The app validates each token
// itself, wherever it comes from, and denies by default, so that /health, the webhook and callers with a bearer token need no list of
// exceptions here. Without a client secret there is no refresh token, and so the session ends with the ID token that it forwards.
resource signIn 'Microsoft.Web/sites/config@2024-11-01' = {
  parent: app
  name: 'authsettingsV2'
  properties: {
    platform: { enabled: true }
    globalValidation: {
      requireAuthentication: false
      unauthenticatedClientAction: 'AllowAnonymous'
    }
    httpSettings: { requireHttps: true }
    identityProviders: {
      azureActiveDirectory: {
        enabled: true
        registration: {
          clientId: entraClientId
          openIdIssuer: '${environment().authentication.loginEndpoint}${entraTenantId}/v2.0'
        }
        validation: { allowedAudiences: [entraClientId, 'api://${entraClientId}'] }
      }
    }
    login: {
      cookieExpiration: { convention: 'IdentityProviderDerived' }
      // The token is forwarded only if it is stored.
      tokenStore: { enabled: true }
    }
  }
}

// ---------------------------------------------------------------------------------------------------------------- diagnostics

// What was done to these, and by whom. No data plane logs: they would carry ids of people.
resource vaultAudit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'audit'
  scope: vault
  properties: {
    workspaceId: workspace.id
    logs: [{ category: 'AuditEvent', enabled: true }]
  }
}

resource busAudit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'audit'
  scope: bus
  properties: {
    workspaceId: workspace.id
    logs: [{ category: 'OperationalLogs', enabled: true }]
  }
}

resource cosmosAudit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'audit'
  scope: cosmos
  properties: {
    workspaceId: workspace.id
    logAnalyticsDestinationType: 'Dedicated'
    logs: [{ category: 'ControlPlaneRequests', enabled: true }]
  }
}

// --------------------------------------------------------------------------------------------------------------------- alerts

resource operators 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: '${namePrefix}-operators'
  location: 'global'
  properties: {
    enabled: true
    groupShortName: take(namePrefix, 12)
    emailReceivers: [{ name: 'operators', emailAddress: alertEmail, useCommonAlertSchema: true }]
  }
}

// Each row that a query finds is something to look at; docs/runbook.md has a section for each. The tables are empty, and so unknown,
// until the app has run once: hence no validation.
var queries = [
  {
    name: 'dead-letter'
    severity: 1
    description: 'A message was given up. Runbook: a dead letter.'
    query: 'AppMetrics | where Name == "oneonone.deadletters" and Sum > 0'
  }
  {
    name: 'delivery-unknown'
    severity: 1
    description: 'Nobody knows whether a brief went out. Runbook: an unknown or held delivery.'
    query: 'AppMetrics | where Name == "oneonone.deliveries" and Sum > 0 | where tostring(Properties.outcome) in ("unknown", "held")'
  }
  {
    name: 'snapshot-refused'
    severity: 1
    description: 'A snapshot looked broken; the last good one stays in force. Runbook: a refused snapshot.'
    query: 'AppTraces | where SeverityLevel >= 3 and Message has "was refused and the last good one stays in force"'
  }
  {
    name: 'timer-failed'
    severity: 1
    description: 'A timer\'s function failed. Runbook: a timer failed.'
    query: 'union (AppRequests | where Success == false | extend Text = strcat(Name, " ", OperationName, " ", tostring(Properties))), (AppTraces | where SeverityLevel >= 3 | extend Text = Message) | where Text has_any ("IngestSnapshot", "PlanBriefs")'
  }
]

resource queryAlerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [for one in queries: {
  name: '${namePrefix}-${one.name}'
  location: location
  kind: 'LogAlert'
  properties: {
    description: one.description
    severity: one.severity
    enabled: true
    scopes: [workspace.id]
    evaluationFrequency: 'PT5M'
    // Twice the frequency and more, because logs arrive minutes late.
    windowSize: 'PT15M'
    skipQueryValidation: true
    autoMitigate: true
    criteria: {
      allOf: [
        {
          query: one.query
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    actions: { actionGroups: [operators.id] }
  }
}]

// The opposite question, and the only one that a dead app cannot answer itself.
resource plannerSilent 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = {
  name: '${namePrefix}-planner-silent'
  location: location
  kind: 'LogAlert'
  properties: {
    description: 'Nothing was planned for an hour: the app is down or was never published. Runbook: a timer failed.'
    severity: 1
    enabled: true
    scopes: [workspace.id]
    evaluationFrequency: 'PT15M'
    windowSize: 'PT1H'
    skipQueryValidation: true
    autoMitigate: true
    criteria: {
      allOf: [
        {
          query: 'AppTraces | where Message has "planned" and Message has "woken"'
          timeAggregation: 'Count'
          operator: 'LessThan'
          threshold: 1
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    actions: { actionGroups: [operators.id] }
  }
}

// The net below the first: dead letters that the app has not recorded within a quarter of an hour.
resource deadLettersLeft 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${namePrefix}-dead-letters-left'
  location: 'global'
  properties: {
    description: 'Dead letters lie in Service Bus and are not recorded. Runbook: a dead letter.'
    severity: 1
    enabled: true
    scopes: [bus.id]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'dead-letters'
          metricName: 'DeadletteredMessages'
          metricNamespace: 'Microsoft.ServiceBus/namespaces'
          timeAggregation: 'Minimum'
          operator: 'GreaterThan'
          threshold: 0
          dimensions: [{ name: 'EntityName', operator: 'Include', values: ['*'] }]
        }
      ]
    }
    actions: [{ actionGroupId: operators.id }]
  }
}

// -------------------------------------------------------------------------------------------------------------------- outputs

@description('Name of the Functions app, to publish to.')
output appName string = app.name

@description('Where the app answers; /health is open to everybody.')
output appUrl string = appUrl

@description('Redirect address that the app registration must have.')
output signInRedirect string = '${appUrl}/.auth/login/aad/callback'

@description('Name of the vault that the SendGrid key goes into.')
output vaultName string = vault.name

@description('Name of the secret that the SendGrid key is.')
output sendGridKeySecret string = sendGridKeySecret

@description('Name of the secret that the CRM is read with.')
output crmSecretName string = crmSecret

@description('Name of the secret that signs the links of mails.')
output linkKeySecret string = linkKeySecret

@description('Container that the CRM\'s exports go into.')
output exportsContainer string = '${exportStorage.properties.primaryEndpoints.blob}${exports.name}'

@description('Resource id of that container, to give the export job the right to write there.')
output exportsScope string = exports.id

@description('Name of the Log Analytics workspace.')
output workspaceName string = workspace.name

@description('Name of the Service Bus namespace.')
output busName string = bus.name
